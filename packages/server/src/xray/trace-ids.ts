import type { JsonObject, TraceId } from '@roentgen/trace'
import { parseTraceId } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import { requiredArray } from './members.ts'

/** X-Ray's limit of BatchGetTraces. */
export const traceIdLimit = 5

/** A trace id as the client wrote it, and the trace that it names: none where it has neither spelling. */
export interface AskedTrace {
  readonly text: string
  readonly id: TraceId | undefined
}

/** The TraceIds of a request: X-Ray's or W3C's spelling, at most `limit`, each once. */
export function requiredTraceIds(members: JsonObject, limit: number): readonly AskedTrace[] {
  const values = requiredArray(members, 'TraceIds')
  if (values.length === 0) throw apiError('noTraceIds')
  if (values.length > limit) throw apiError('tooManyTraceIds', limit)
  const asked = values.map((text): AskedTrace => {
    if (typeof text !== 'string') throw apiError('wrongType', 'TraceIds', 'an array of strings')
    if (text.length < 1 || text.length > 35) throw apiError('badLength', 'A trace id', text.length, 1, 35)
    return { text, id: parseTraceId(text) }
  })
  return [...new Map(asked.map((one) => [one.id ?? one.text, one])).values()]
}
