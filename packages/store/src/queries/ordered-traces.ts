import { type Micros, type TraceId, traceIdHex } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection, QueryParameters } from '../connection.ts'
import { filterSettings, listFilterSettings } from '../filter-sql/filter-sql.ts'
import type { ListedTrace, TraceAt } from '../question.ts'
import { RowBinaryReader } from '../row-binary-reader.ts'
import type { Candidate } from './filtered-slice.ts'
import { type ListFilter, listFilter } from './list-filter.ts'
import { isInWindow, matches } from './list-slices.ts'
import { placeText, readFromColumns, readListings } from './listed-rows.ts'
import { matchingSql, setSettings, type TraceSet } from './matching-traces.ts'
import { readTracesAt } from './traces-at.ts'

/** By what a list is ordered; where a trace has no response time or status, it is as if it were -1. */
const orders = {
  start: 'start',
  responsetime: 'ifNull(response_time, -1)',
  duration: 'duration',
  status: 'toInt64(ifNull(http_status, -1))',
  // The engine reads all names to tell the length of their list.
  segments: 'toInt64(segment.name.size0)',
} as const
export type TraceOrder = keyof typeof orders
export const traceOrders = Object.keys(orders) as readonly TraceOrder[]

/** The last trace of a page. */
export interface OrderedPlace extends TraceAt {
  /** Of what the list is ordered by. */
  readonly value: number
}

export interface OrderedQuestion {
  readonly set: TraceSet
  readonly order: TraceOrder
  readonly descending: boolean
  readonly limit: number
  readonly after?: OrderedPlace | undefined
}

export interface OrderedPage {
  readonly traces: readonly ListedTrace[]
  /** undefined: there are no more. */
  readonly last: OrderedPlace | undefined
}

/** What lists show of a trace tells whether it fits. */
type ToldFilter = ListFilter & { readonly fits: (trace: ListedTrace) => boolean }

type OrderedCandidate = Candidate & OrderedPlace

/** A trace that was replaced may be a candidate and not fit: then more are asked for at a time, up to so many. */
const mostCandidates = 10_000

export function readOrderedTraces(connection: Connection, question: OrderedQuestion): Promise<OrderedPage> {
  const filter = listFilter(question.set.filter)
  return filter.fits === undefined || question.set.stretches !== undefined
    ? readMerged(connection, question)
    : readAsListed(connection, question, { ...filter, fits: filter.fits })
}

async function readAsListed(
  connection: Connection,
  question: OrderedQuestion,
  filter: ToldFilter,
): Promise<OrderedPage> {
  const { set, limit } = question
  const found: { readonly trace: ListedTrace; readonly place: OrderedPlace }[] = []
  const given = new Set<TraceId>()
  let after = question.after
  for (let attempt = 0; ; attempt++) {
    const count = Math.min((Math.ceil((limit - found.length) * 1.2) + 8) * 4 ** attempt, mostCandidates)
    const rows = await readCandidates(connection, { ...question, after, limit: count }, filter, attempt === 0)
    const shown = await readShown(connection, rows, set, filter)
    for (const row of rows) {
      const { value, keyTime, traceId, revision } = row
      const trace = shown.get(placeText(row))
      // Of a trace that was revised the newest row alone: it has a place of its own.
      if (trace === undefined || trace.revision !== revision || given.has(traceId) || found.length >= limit) continue
      given.add(traceId)
      found.push({ trace, place: { value, keyTime, traceId } })
    }
    const traces = () => found.map(({ trace }) => trace)
    if (found.length >= limit) return { traces: traces(), last: found.at(-1)?.place }
    after = rows.at(-1)
    if (rows.length < count || after === undefined) return { traces: traces(), last: undefined }
  }
}

/**
 * Which rows of the set come next in this order, replaced and buried ones too? `isRough`: some of them may not have started in the
 * window, for nearly all that was received in it has.
 *
 * Cost: the order's column, the keys and the filter's columns of what was received in the window. Sort key: key_time.
 */
function candidatesSql(question: OrderedQuestion, likely: string, isRough: boolean): string {
  const rows = (conditions: readonly string[]) => `
  select
    ${orders[question.order]} as value,
    key_time,
    trace_id,
    revision,
    gone
  from summaries
  where ${[...conditions, likely, ...behindSql(question)].join('\n    and ')}
  ${nextSql(question)}`
  const within = ['key_time >= {start:Int64}', 'key_time < {end:Int64}']
  const outside = '(key_time < {start:Int64} or key_time >= {end:Int64})'
  return `
select *
from (${rows(isRough ? within : [...within, matches.TraceId])}
  union all${rows([outside, matches.TraceId])}
)
${nextSql(question)}
`
}

async function readCandidates(
  connection: Connection,
  question: OrderedQuestion,
  { likely }: ToldFilter,
  isRough: boolean,
): Promise<readonly OrderedCandidate[]> {
  const { window } = question.set
  const asked = {
    sql: candidatesSql(question, likely.sql, isRough),
    parameters: { start: window.start, end: window.end, ...likely.parameters, ...nextParameters(question) },
    settings: listFilterSettings,
  }
  const row = new RowBinaryReader(await connection.bytes('ask', asked, 'RowBinary'))
  const rows: OrderedCandidate[] = []
  while (!row.isAtEnd) {
    const [value, keyTime, traceId] = [row.int64(), row.int64() as Micros, row.traceId()]
    rows.push({ value, keyTime, traceId, revision: row.uint32(), isGone: row.bool() })
  }
  return rows
}

/** What lists show of these rows, or of later revisions, where it fits; by {@link placeText}. */
async function readShown(
  connection: Connection,
  rows: readonly OrderedCandidate[],
  { window }: TraceSet,
  { exact, fits }: ToldFilter,
): Promise<ReadonlyMap<string, ListedTrace>> {
  const shown = new Map<string, ListedTrace>()
  const standing = rows.filter(({ isGone }) => !isGone)
  if (standing.length === 0) return shown
  const listings = await readListings(connection, standing)
  const unsure: TraceAt[] = []
  for (const row of standing) {
    const listing = listings.get(placeText(row))
    const isKnown = listing !== undefined && !listing.isGone && listing.revision >= row.revision
    const trace = isKnown ? listing.trace?.() : undefined
    if (trace === undefined) unsure.push(row)
    else if (isInWindow.TraceId(window, trace) && fits(trace)) shown.set(placeText(row), trace)
  }
  const asked = await readFromColumns(connection, unsure, {
    conditions: [matches.TraceId, exact.sql],
    parameters: { start: window.start, end: window.end, ...exact.parameters },
    settings: filterSettings,
  })
  for (const { key, summary } of asked) shown.set(placeText(key), summary)
  return shown
}

/**
 * Which traces of the set come next in this order? Their keys alone.
 *
 * Cost: the order's column, the keys and the filter's columns of all rows in the window.
 */
function keysSql(question: OrderedQuestion, condition: string): string {
  return `
select
  ${orders[question.order]} as value,
  key_time,
  trace_id
from summaries final
where ${[condition, ...behindSql(question)].join('\n  and ')}
${nextSql(question)}
`
}

/** Lists do not show enough to tell whether a trace fits: the engine merges its rows. */
async function readMerged(connection: Connection, question: OrderedQuestion): Promise<OrderedPage> {
  const { set, limit } = question
  const { conditions, parameters } = matchingSql([set])
  const rows = await connection.rows('ask', {
    sql: keysSql(question, conditions.join()),
    parameters: { ...parameters, ...nextParameters(question) },
    settings: setSettings,
  })
  const places = rows.map((row): OrderedPlace => {
    const cells = new Cells(row)
    return { value: cells.number(), keyTime: cells.micros(), traceId: cells.traceId() }
  })
  const found = new Map<TraceId, ListedTrace>()
  for (const summary of await readTracesAt(connection, places)) found.set(summary.traceId, summary)
  return {
    // One whose key moved in between is left out.
    traces: places.flatMap(({ traceId }) => found.get(traceId) ?? []),
    last: places.length < limit ? undefined : places.at(-1),
  }
}

/** Behind the last trace of the page before. */
function behindSql({ order, descending, after }: OrderedQuestion): readonly string[] {
  if (after === undefined) return []
  const sign = descending ? '<' : '>'
  return [`(${orders[order]}, key_time, trace_id) ${sign} ({value:Int64}, {keyTime:Int64}, {traceId:UUID})`]
}

function nextSql({ descending }: OrderedQuestion): string {
  const direction = descending ? 'desc' : 'asc'
  return `order by value ${direction}, key_time ${direction}, trace_id ${direction}
limit {limit:UInt32}`
}

/** Of {@link behindSql} and {@link nextSql}. */
function nextParameters({ limit, after }: OrderedQuestion): QueryParameters {
  if (after === undefined) return { limit }
  return { limit, value: after.value, keyTime: after.keyTime, traceId: traceIdHex(after.traceId) }
}
