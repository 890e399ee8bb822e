/** Why an engine did not start, or ended for good. */
export type EngineErrorCode =
  | 'EngineMissing'
  | 'EngineUnsupported'
  | 'EngineUnloadable'
  | 'DirectoryHeld'
  | 'DirectoryUnusable'
  | 'PortTaken'
  | 'EngineDied'
  | 'EngineSlow'

const WAYS_OUT =
  'Use a ClickHouse server (`--clickhouse URL`), the Debian-based Docker image, or on Windows WSL2.' as const

/** Every error that {@link startEngine} can end with. */
export const engineErrors = {
  missing: () =>
    new EngineError('EngineMissing', `The embedded engine (npm package chdb) is not installed. ${WAYS_OUT}`),
  unsupported: (platform: string) =>
    new EngineError('EngineUnsupported', `The embedded engine does not run on ${platform}. ${WAYS_OUT}`),
  unloadable: (reason: string) =>
    new EngineError('EngineUnloadable', `The embedded engine could not be loaded: ${reason}. ${WAYS_OUT}`),
  directoryHeld: (directory: string, holder: string, seconds: number) =>
    new EngineError(
      'DirectoryHeld',
      `The data directory ${directory} is in use by ${holder}; waited ${seconds} s. Stop that process, or choose another --data-dir.`,
    ),
  directoryUnusable: (directory: string, reason: string) =>
    new EngineError(
      'DirectoryUnusable',
      `The engine could not open its data directory ${directory}: ${reason}. Check that it exists, is writable and has free space.`,
    ),
  portTaken: (port: number, reason: string) =>
    new EngineError('PortTaken', `The engine could not listen on its port ${port}: ${reason}. It is tried again.`),
  died: (how: string) =>
    new EngineError(
      'EngineDied',
      `The engine's process ended with ${how} before it was ready. Its last words are in the log.`,
    ),
  slow: (seconds: number) =>
    new EngineError(
      'EngineSlow',
      `The engine was not ready within ${seconds} s. See the log; a large data directory on a slow disk may need a longer readyTimeout.`,
    ),
} as const

export class EngineError extends Error {
  override readonly name = 'EngineError'
  readonly code: EngineErrorCode

  constructor(code: EngineErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** An answer in ClickHouse's form: `Code: 60. DB::Exception: … (UNKNOWN_TABLE)`. */
export class StatementError extends Error {
  override readonly name = 'StatementError'
  /** ClickHouse's number of the error. */
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

function refusal(code: number, type: string, text: string): StatementError {
  return new StatementError(code, `Code: ${code}. DB::Exception: ${text} (${type})`)
}

/** What this front refuses by itself, under ClickHouse's own numbers (ErrorCodes.cpp). */
export const refusals = {
  severalStatements: () => refusal(62, 'SYNTAX_ERROR', 'Multi-statements are not allowed.'),
  emptyQuery: () => refusal(62, 'SYNTAX_ERROR', 'Empty query.'),
  rawNul: () => refusal(62, 'SYNTAX_ERROR', 'A statement must not hold a NUL character; write \\0 in a string.'),
  insertUnread: (what: string) => refusal(62, 'SYNTAX_ERROR', `This INSERT is not understood: ${what}.`),
  insertFromInput: () =>
    refusal(
      48,
      'NOT_IMPLEMENTED',
      'The embedded engine loses data in INSERT … SELECT FROM input(). Use EPHEMERAL columns.',
    ),
  noSuchColumn: (column: string, table: string) =>
    refusal(16, 'NO_SUCH_COLUMN_IN_TABLE', `No such column ${column} in table ${table}.`),
  parameterMissing: (name: string) => refusal(456, 'UNKNOWN_QUERY_PARAMETER', `Substitution \`${name}\` is not set.`),
  parameterUnread: (name: string, type: string, why: string) =>
    refusal(457, 'BAD_QUERY_PARAMETER', `Value of parameter ${name} is not a ${type}: ${why}.`),
  parameterType: (name: string, type: string) =>
    refusal(457, 'BAD_QUERY_PARAMETER', `Type ${type} of parameter ${name} is not supported by the embedded engine.`),
  unknownSetting: (name: string) => refusal(115, 'UNKNOWN_SETTING', `Unknown setting '${name}'.`),
  badFormat: (name: string) => refusal(73, 'UNKNOWN_FORMAT', `Unknown format ${name}.`),
  wrongPassword: () =>
    refusal(
      516,
      'AUTHENTICATION_FAILED',
      'Authentication failed: password is incorrect, or there is no user with such name.',
    ),
  foreignHost: () => refusal(516, 'AUTHENTICATION_FAILED', 'The embedded engine answers only on loopback names.'),
  tooLarge: (limit: number) =>
    refusal(164, 'TOO_LARGE_SIZE_COMPRESSED', `The body is larger than the embedded engine's limit of ${limit} bytes.`),
  unknownEncoding: (encoding: string) =>
    refusal(
      89,
      'UNKNOWN_COMPRESSION_METHOD',
      `Content-Encoding ${encoding} is not supported by the embedded engine; use gzip.`,
    ),
  badBody: (why: string) => refusal(271, 'CANNOT_DECOMPRESS', `The body could not be read: ${why}.`),
  noSpace: (why: string) =>
    refusal(243, 'NOT_ENOUGH_SPACE', `The body of the INSERT could not be written down: ${why}.`),
  closing: () => refusal(236, 'ABORTED', 'The embedded engine is closing.'),
  abandoned: () => refusal(394, 'QUERY_WAS_CANCELLED', 'Query was cancelled: its client went away.'),
} as const

const STATUS_BY_CODE: ReadonlyMap<number, number> = new Map([
  ...[6, 26, 27, 36, 38, 41, 43, 53, 62, 69, 70, 72, 117, 456, 457].map((code) => [code, 400] as const),
  ...[16, 46, 47, 50, 56, 60, 73, 81, 115, 179].map((code) => [code, 404] as const),
  [48, 501],
  [164, 413],
  [516, 403],
])

/** ClickHouse's HTTP status for an error code (HTTPHandler's exceptionCodeToHTTPStatus, the codes met here). */
export function statusOf(code: number): number {
  return STATUS_BY_CODE.get(code) ?? 500
}
