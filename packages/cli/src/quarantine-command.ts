import { isObject, type JsonObject, type JsonValue } from '@roentgen/trace'
import { Command } from 'commander'
import type { CommandIo } from './command-io.ts'
import { errors } from './errors.ts'
import { type ServerChoice, withServer } from './reach-server.ts'
import { renderTable } from './table.ts'

interface QuarantineOptions extends ServerChoice {
  readonly all?: true
  readonly json?: true
}

/** Ids in one request. */
const mostOfRequest = 1000
/** A server without room may ask for a pause for so long, ms. */
const patience = 60_000

export function quarantineCommand(io: CommandIo): Command {
  const command = new Command('quarantine').description(
    'documents that the store refused: list, show, retry, drop. They are acknowledged, on disk, and in no list',
  )
  command.addCommand(
    reaching(new Command('list'))
      .description('what is kept aside, and why (the default)')
      .option('--json', 'print each as a JSON object, the document included')
      .action((options: QuarantineOptions) => list(options, io)),
    { isDefault: true },
  )
  command.addCommand(
    reaching(new Command('show'))
      .description('one document, as it was sent')
      .argument('<id>')
      .action((id: string, options: QuarantineOptions) => show(id, options, io)),
  )
  for (const what of ['retry', 'drop'] as const)
    command.addCommand(
      reaching(new Command(what))
        .description(what === 'retry' ? 'load them again; what is refused again comes back' : 'delete them for good')
        .argument('[id...]')
        .option('--all', 'every one')
        .option('--json', 'print {"done":[ids],"left":[ids]}')
        .action((ids: readonly string[], options: QuarantineOptions) => change(what, ids, options, io)),
    )
  return command
}

function reaching(command: Command): Command {
  return command
    .option('--url <url>', 'the running server (ROENTGEN_URL)')
    .option('--data-dir <folder>', 'the data of a server that does not run')
    .option('--config <file>', 'its settings')
}

async function list(options: QuarantineOptions, io: CommandIo): Promise<void> {
  const { records, quarantined } = await reported(options, io)
  if (options.json) {
    for (const one of quarantined) io.print(JSON.stringify(one))
    return
  }
  if (records === 0) return io.print('Nothing is quarantined.')
  io.print(
    renderTable(
      [{ title: 'ID' }, { title: 'SINCE' }, { title: 'TRACE' }, { title: 'REASON', shrinks: true }],
      quarantined.map(({ id, time, traceId, reason }) => [
        { text: String(id) },
        { text: new Date(Number(time) * 1000).toISOString().slice(0, 19) },
        { text: typeof traceId === 'string' ? traceId : '' },
        { text: String(reason) },
      ]),
      io.terminal,
    ),
  )
  if (quarantined.length < records) io.print(`… and ${records - quarantined.length} older ones`)
}

async function show(id: string, options: QuarantineOptions, io: CommandIo): Promise<void> {
  const answer = await withServer(options, io, (server) => server.post('/api/quarantine/show', { ids: [id] }))
  const [found] = documents(answer)
  if (found === undefined) throw errors.notQuarantined([id])
  io.remark(String(found.reason))
  io.print(String(found.document))
}

async function change(
  what: 'retry' | 'drop',
  ids: readonly string[],
  options: QuarantineOptions,
  io: CommandIo,
): Promise<void> {
  if (ids.length === 0 && !options.all) throw errors.nameOrAll(what)
  const done: string[] = []
  const left: string[] = []
  await withServer(options, io, async (server) => {
    let waiting = [...ids]
    do {
      const now = waiting.slice(0, mostOfRequest)
      const answer = await server.post(
        `/api/quarantine/${what}`,
        options.all && now.length === 0 ? {} : { ids: now },
        patience,
      )
      done.push(...texts(answer.done))
      left.push(...texts(answer.left))
      waiting = [...texts(answer.later), ...waiting.slice(mostOfRequest)]
    } while (waiting.length > 0)
    if (what === 'retry') await server.post('/api/flush', {}, 60_000)
  })
  if (options.json) io.print(JSON.stringify({ done, left }))
  else io.print(`${done.length} ${what === 'retry' ? 'tried again' : 'dropped'}`)
  if (left.length > 0) throw errors.notQuarantined(left)
}

async function reported(
  options: QuarantineOptions,
  io: CommandIo,
): Promise<{ records: number; quarantined: readonly JsonObject[] }> {
  const answer = await withServer(options, io, (server) => server.get('/api/quarantine'))
  return { records: Number(answer.records ?? 0), quarantined: documents(answer) }
}

function documents({ quarantined }: JsonObject): readonly JsonObject[] {
  return Array.isArray(quarantined) ? quarantined.filter(isObject) : []
}

function texts(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}
