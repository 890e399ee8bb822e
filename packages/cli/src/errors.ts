import { columnsOf, visible } from './terminal.ts'

/**
 * Something that the user can mend: printed as it is, without a stack, and the command ends with status 1.
 * Every message that a command ends with is in this table.
 */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export const errors = {
  unreachable: (url: string, why: string) =>
    new CommandError(
      'Unreachable',
      `No Roentgen answers at ${url} (${why}). Start one with \`roentgen\` or \`npm start\`, or name another with --url or ROENTGEN_URL.`,
    ),
  notRoentgen: (url: string, path: string, status: number) =>
    new CommandError(
      'NotRoentgen',
      `${url}${path} answered ${status} without JSON. Is that another program? The X-Ray daemon also listens on port 2000.`,
    ),
  otherAnswer: (url: string, path: string) =>
    new CommandError(
      'OtherAnswer',
      `${url}${path} answered what this roentgen cannot show: the server is of another version. Use the one that it came with, or --json.`,
    ),
  refused: (path: string, status: number, message: string) =>
    new CommandError('Refused', `The server refused ${path} with status ${status}: ${message}`),
  busy: (path: string, seconds: number) =>
    new CommandError(
      'Busy',
      `The server had no room for ${path} for ${seconds} s. It says why at /healthz; try again later.`,
    ),
  unwritable: (file: string, why: string) => new CommandError('Unwritable', `${file} cannot be written: ${why}`),
  badManifest: (file: string, why: string) =>
    new CommandError('BadManifest', `${file} does not describe a backup: ${why}.`),
  otherStore: (folder: string) =>
    new CommandError(
      'OtherStore',
      `${folder} holds the backup of another store. Choose another folder: two stores in one would overwrite each other.`,
    ),
  damagedBackup: (folder: string, faults: readonly string[]) =>
    new CommandError(
      'DamagedBackup',
      `The backup in ${folder} is damaged, and nothing was restored:\n  ${faults.join('\n  ')}\nThe other days can be restored one by one with --day.`,
    ),
  noSuchDay: (day: string, days: readonly string[]) =>
    new CommandError(
      'NoSuchDay',
      days.length === 0
        ? `There are no documents of ${day}, nor of any other day.`
        : `There are no documents of ${day}. There are days from ${days.at(0)} to ${days.at(-1)}.`,
    ),
  notQuarantined: (ids: readonly string[]) =>
    new CommandError(
      'NotQuarantined',
      `Not in quarantine, or damaged there: ${ids.join(', ')}. \`roentgen quarantine\` lists what is.`,
    ),
  nameOrAll: (what: string) =>
    new CommandError('NameOrAll', `Name what to ${what}, or say --all. \`roentgen quarantine\` lists the ids.`),
  unreadable: (file: string, why: string) => new CommandError('Unreadable', `${file} cannot be read: ${why}`),
  notDocuments: (file: string, why: string) =>
    new CommandError(
      'NotDocuments',
      `${file} is not what \`roentgen send\` reads: ${why}. It reads segment documents as JSON: one a line, one alone, or an array of them.`,
    ),
  unknownCommand: (word: string) =>
    new CommandError('UnknownCommand', `There is no command "${word}". \`roentgen --help\` lists them.`),
  badTraceId: (text: string) =>
    new CommandError(
      'BadTraceId',
      `"${text}" is no trace id. X-Ray writes 1-5759e988-bd862e3fe1be46a994272793, W3C 5759e988bd862e3fe1be46a994272793.`,
    ),
  unknownTrace: (id: string) =>
    new CommandError(
      'UnknownTrace',
      `There is no trace ${id}. It was never sent here, or it is older than the retention.`,
    ),
  brokeOff: (path: string) =>
    new CommandError('BrokeOff', `The answer to ${path} broke off before its end. The server's log says why.`),
  badFilter: (filter: string, position: number, sentence: string) => {
    // A filter of several lines is shown as one, so that the mark stands below its place.
    const line = visible(filter.slice(Math.max(0, position - 60), position + 40))
    const mark = `${' '.repeat(columnsOf(visible(filter.slice(Math.max(0, position - 60), position))))}^`
    return new CommandError('BadFilter', `The filter cannot be read:\n  ${line}\n  ${mark}\n${sentence}`)
  },
  badDuration: (text: string) =>
    new CommandError('BadDuration', `"${text}" is no length of time. Write 90s, 5m, 6h or 2d.`),
  badSetting: (origin: string, name: string, text: string, wanted: string) =>
    new CommandError(
      'BadSetting',
      `${origin}${origin === `--${name}` || origin.startsWith('ROENTGEN_') ? '' : `: ${name}`} is "${text}"; it must be ${wanted}.`,
    ),
  unknownSetting: (origin: string, name: string, meant: string | undefined) =>
    new CommandError(
      'UnknownSetting',
      `${origin}: "${name}" is no setting.${meant === undefined ? '' : ` Is ${meant} meant?`} \`roentgen config\` lists them.`,
    ),
  badYaml: (path: string, line: number, problem: string) =>
    new CommandError('BadYaml', `${path}:${line} cannot be read as settings: ${problem}.`),
  noShop: (dataDir: string) =>
    new CommandError(
      'NoShop',
      `No shop is open in ${dataDir}. Open one with \`roentgen shop\`, or name its directory with --data-dir.`,
    ),
  shopIsOpen: (url: string, pid: number) =>
    new CommandError(
      'ShopIsOpen',
      `A shop is open already at ${url} (process ${pid}). Close it with Ctrl-C there, or give this one another --data-dir.`,
    ),
  shopRefused: (message: string) => new CommandError('ShopRefused', message),
  badOption: (name: string, text: string, wanted: string) =>
    new CommandError('BadOption', `${name} is "${text}"; it must be ${wanted}.`),
}
