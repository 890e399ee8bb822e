import { createHash } from 'node:crypto'
import type { ListedTrace, TraceListCursor, TraceListPage, TraceListQuestion } from '@roentgen/store'
import { Breath } from '@roentgen/store'
import type { JsonObject, Micros, TraceId } from '@roentgen/trace'
import { secondsFromMicros } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import { readMembers } from '../http/body.ts'
import { JsonPieces } from '../http/json-pieces.ts'
import { type FilterReading, filterOf } from './filter-member.ts'
import { choice, optionalBoolean, optionalNumber, optionalObject, optionalString, requiredWindow } from './members.ts'
import type { Operation } from './operations.ts'
import { readToken, writeToken } from './page-token.ts'
import { traceSummaryWire } from './summary-wire.ts'

export type ListTraces = (question: TraceListQuestion) => Promise<TraceListPage>

/** GetTraceSummaries: newest first, a page at a time (api.md section 4, design section 5). */
export function getTraceSummaries(listTraces: ListTraces, filters: FilterReading): Operation {
  return async (body) => {
    const members = readMembers(body)
    const window = requiredWindow(members)
    const range = choice(members, 'TimeRangeType', ['TraceId', 'Event', 'Service']) ?? 'TraceId'
    const share = sampledShare(members)
    const filter = await filterOf(members, filters)
    const asked = { ...window, range, share, ...(filter === undefined ? {} : { filter }) }
    const token = optionalString(members, 'NextToken')
    const cursor = token === undefined ? undefined : readToken(token, asked)
    const page = await listTraces({
      window,
      range,
      ...(filter === undefined ? {} : { filter }),
      ...(cursor === undefined ? {} : { cursor }),
    })
    const traces = page.traces.filter((summary) => isSampled(summary.traceId, share))
    const answer = new JsonPieces()
    answer.add('{"TraceSummaries":[')
    await addSummaries(answer, traces, range === 'Event' ? window.start : undefined)
    const rest = {
      ApproximateTime: secondsFromMicros(approximateTime(page.traces, page.cursor) ?? window.start),
      TracesProcessedCount: page.scanned,
      ...(page.cursor === undefined ? {} : { NextToken: writeToken(page.cursor, asked) }),
    }
    answer.add(`],${JSON.stringify(rest).slice(1)}`)
    return answer
  }
}

/** In turns: a thousand are megabytes. */
async function addSummaries(
  answer: JsonPieces,
  traces: readonly ListedTrace[],
  eventsFrom: Micros | undefined,
): Promise<void> {
  const breath = new Breath()
  for (const [i, trace] of traces.entries()) {
    answer.add(`${i === 0 ? '' : ','}${JSON.stringify(traceSummaryWire(trace, eventsFrom))}`)
    if (breath.due()) await breath.taken()
  }
}

function approximateTime(traces: readonly ListedTrace[], cursor: TraceListCursor | undefined) {
  return traces.at(-1)?.start ?? cursor?.after.keyTime
}

/** The share of traces that the client wants: all unless it asks for a fixed rate. */
function sampledShare(members: JsonObject): number {
  const sampling = optionalBoolean(members, 'Sampling') ?? false
  const strategy = optionalObject(members, 'SamplingStrategy')
  if (strategy === undefined) return 1
  const name = choice(strategy, 'Name', ['FixedRate', 'PartialScan'])
  const value = optionalNumber(strategy, 'Value') ?? 1
  if (!(value >= 0 && value <= 1)) throw apiError('outOfRange', 'SamplingStrategy.Value', String(value), 0, 1)
  return sampling && name === 'FixedRate' ? value : 1
}

/** The same traces for every question and page, and those of a smaller share among those of a larger. */
function isSampled(traceId: TraceId, share: number): boolean {
  if (share === 1) return true
  return createHash('sha256').update(traceId).digest().readUInt32BE(0) < share * 2 ** 32
}
