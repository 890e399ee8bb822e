import { isObject, type JsonObject, type JsonValue } from '@roentgen/trace'
import { CommandError, errors } from './errors.ts'
import type { ServerClient } from './server-client.ts'

interface SummariesQuestion {
  /** Epoch seconds. */
  readonly start: number
  readonly end: number
  readonly filter: string | undefined
  /** Traces that ran in that time; those that started in it without. */
  readonly range?: 'Event'
  /** Reads no further than that many; all of the time without it. */
  readonly limit?: number
}

/** All pages of GetTraceSummaries, newest first, and how many traces the server looked at. */
export async function traceSummaries(
  server: ServerClient,
  { start, end, filter, range, limit = Number.POSITIVE_INFINITY }: SummariesQuestion,
  progress: (text: string) => void,
): Promise<{ readonly traces: readonly JsonObject[]; readonly processed: number }> {
  const traces: JsonObject[] = []
  let processed = 0
  let token: JsonValue | undefined
  do {
    const page = await server
      .post('/TraceSummaries', {
        StartTime: start,
        EndTime: end,
        ...(range === undefined ? {} : { TimeRangeType: range }),
        ...(filter === undefined ? {} : { FilterExpression: filter }),
        ...(typeof token === 'string' ? { NextToken: token } : {}),
      })
      .catch((error: unknown) => {
        throw filter === undefined ? error : inItsFilter(filter, error)
      })
    if (Array.isArray(page.TraceSummaries))
      traces.push(...(page.TraceSummaries as readonly JsonValue[]).filter((item) => isObject(item)))
    processed += typeof page.TracesProcessedCount === 'number' ? page.TracesProcessedCount : 0
    progress(`${traces.length} of ${processed} traces`)
    token = page.NextToken
  } while (typeof token === 'string' && traces.length < limit)
  return { traces, processed }
}

/** A refusal of the filter shows the place. */
export function inItsFilter(filter: string, error: unknown): unknown {
  if (!(error instanceof CommandError)) return error
  const [, position, sentence] = /FilterExpression cannot be read\. At position (\d+): (.*)$/s.exec(error.message) ?? []
  return position === undefined || sentence === undefined
    ? error
    : errors.badFilter(filter, Number(position) - 1, sentence)
}
