import { ClickHouseError } from '@clickhouse/client'

export interface EngineFault {
  readonly name: 'engineUnavailable' | 'questionTooExpensive' | 'engineRefused'
  readonly reason: string
}

// Codes of ClickHouse's ErrorCodes.cpp: TOO_MANY_ROWS, TIMEOUT_EXCEEDED, TOO_SLOW, MEMORY_LIMIT_EXCEEDED, TOO_MANY_BYTES,
// TOO_MANY_ROWS_OR_BYTES.
const tooExpensive = new Set(['158', '159', '160', '241', '307', '396'])
// NETWORK_ERROR, SOCKET_TIMEOUT, ALL_CONNECTION_TRIES_FAILED, TOO_MANY_SIMULTANEOUS_QUERIES, TOO_MANY_PARTS: they pass.
const passing = new Set(['210', '209', '279', '202', '252'])
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ECONNABORTED',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
])

/** What an error of the client means to us. Anything unknown counts as a refusal: retrying it would not help. */
export function engineFault(error: unknown): EngineFault {
  if (error instanceof ClickHouseError) {
    const reason = `${error.message} (code ${error.code})`
    if (tooExpensive.has(error.code)) return { name: 'questionTooExpensive', reason }
    if (passing.has(error.code)) return { name: 'engineUnavailable', reason }
    return { name: 'engineRefused', reason }
  }
  if (!(error instanceof Error)) return { name: 'engineRefused', reason: String(error) }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const gone =
    networkCodes.has(code) ||
    /socket hang up|aborted|timeout error|premature close|other side closed/i.test(error.message)
  return { name: gone ? 'engineUnavailable' : 'engineRefused', reason: error.message || code }
}

// What the data of an INSERT may be refused for: CANNOT_PARSE_* (6, 26, 27, 38, 41, 72, 376), INCORRECT_DATA (117),
// CANNOT_READ_ALL_DATA (33), TYPE_MISMATCH (53), TOO_LARGE_STRING_SIZE (131). Anything else is no fault of a line.
const dataFaults = new Set(['6', '26', '27', '33', '38', '41', '53', '72', '117', '131', '376'])

/** Whether the engine refused an INSERT for what stood in it. */
export function isDataFault(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof ClickHouseError && dataFaults.has(error.cause.code)
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
