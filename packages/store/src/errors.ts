/** What may go wrong between us and the engine, with what to do about it. `status` is what a server answers with. */
export const errors = {
  engineUnavailable: {
    code: 'EngineUnavailable',
    status: 503,
    text: (reason: string) =>
      `The storage engine did not answer (${reason}). What was accepted is safe in the write-ahead files; try again in a few seconds.`,
  },
  questionTooExpensive: {
    code: 'QuestionTooExpensive',
    status: 400,
    text: (reason: string) => `This question reads more than one may (${reason}). Ask for a shorter time range.`,
  },
  abandoned: {
    code: 'Abandoned',
    status: 499,
    text: () => 'Whoever asked has left before there was an answer.',
  },
  engineRefused: {
    code: 'EngineRefused',
    status: 500,
    text: (reason: string) => `The storage engine refused a statement: ${reason}`,
  },
  unexpectedAnswer: {
    code: 'UnexpectedAnswer',
    status: 500,
    text: (what: string) =>
      `The storage engine's answer does not have the expected shape: ${what}. Was a table changed by hand? 'roentgen verify' tells.`,
  },
  badDatabaseName: {
    code: 'BadDatabaseName',
    status: 500,
    text: (name: string) => `'${name}' is no database name: use letters, digits and underscores, a letter first.`,
  },
  tooManyServers: {
    code: 'TooManyServers',
    status: 500,
    text: (most: number) =>
      `All ${most} numbers of servers are taken. Those of servers that are gone for good can be freed: alter table servers delete where number = N.`,
  },
  newerSchema: {
    code: 'NewerSchema',
    status: 500,
    text: (found: number, known: number) =>
      `These tables were made by a newer Roentgen (migration ${found}; this one knows ${known}). Start the newer version again.`,
  },
  unpublishedSchema: {
    code: 'UnpublishedSchema',
    status: 500,
    text: () =>
      'These tables were made by a Roentgen between two versions, and this one cannot bring them up to date. Give it another --data-dir, or move the old one away.',
  },
  directoryLocked: {
    code: 'DirectoryLocked',
    status: 503,
    text: (directory: string, holder: string) =>
      `The data directory ${directory} is in use by ${holder}. Stop that server, or give this one another --data-dir.`,
  },
  settingNotKept: {
    code: 'SettingNotKept',
    status: 503,
    text: (kind: string, name: string) =>
      `The ${kind} ${JSON.stringify(name)} was changed by another server at the same time, and its change was kept. Look at it and try again.`,
  },
  loaderClosed: {
    code: 'LoaderClosed',
    status: 503,
    text: () =>
      'This server is stopping: what it accepted stays in the write-ahead files and is loaded at the next start.',
  },
  writeAheadClosed: {
    code: 'WriteAheadClosed',
    status: 503,
    text: () => 'The write-ahead files are closed because this server is stopping. Send the documents again.',
  },
  writeAheadFailed: {
    code: 'WriteAheadFailed',
    status: 503,
    text: (directory: string, cause: string) =>
      `Documents could not be written to ${directory}: ${cause}. They are not accepted; free space there or mend the disk, then send them again.`,
  },
} satisfies Record<string, { code: string; status: number; text: (...values: never[]) => string }>

export type StoreErrorName = keyof typeof errors
export type StoreErrorCode = (typeof errors)[StoreErrorName]['code']

/** An error of this package. `status` 503 means: nothing is lost, ask again. */
export class StoreError extends Error {
  readonly code: StoreErrorCode
  readonly status: number

  constructor(name: StoreErrorName, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StoreError'
    this.code = errors[name].code
    this.status = errors[name].status
  }
}
