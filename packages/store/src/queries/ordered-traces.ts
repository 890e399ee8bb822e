import type { Micros, TraceId } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import { type Connection, shortAnswer } from '../connection.ts'
import { candidateSettings, filterSettings } from '../filter-sql/filter-sql.ts'
import type { ListedTrace, TraceAt } from '../question.ts'
import { RowBinaryReader } from '../row-binary-reader.ts'
import type { Candidate } from './filtered-slice.ts'
import { type Reach, readLikelyLast } from './likely-reach.ts'
import { type ListFilter, listFilter } from './list-filter.ts'
import { isInWindow, matches } from './list-slices.ts'
import { listedSince, placeText, readFromColumns, readListings } from './listed-rows.ts'
import { matchingSql, setSettings, type TraceSet } from './matching-traces.ts'
import {
  behindSql,
  comparedSql,
  nextParameters,
  nextSql,
  type OrderedPlace,
  type OrderedQuestion,
  orders,
} from './ordered-question.ts'
import { readTracesAt } from './traces-at.ts'

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

/** So many times as many candidates are read as are looked at first: to read them costs next to nothing, to look at one a tenth of a ms. */
const spareCandidates = 2

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
  const { of: placeOf } = orders[question.order]
  let after = question.after
  for (let attempt = 0; ; attempt++) {
    const count = Math.min((Math.ceil((limit - found.length) * 1.2) + 8) * 4 ** attempt, mostCandidates)
    const asked = { ...question, after, limit: count }
    const until = attempt === 0 && filter.isAll ? await readLikelyLast(connection, asked) : undefined
    const wanted = Math.min(count * spareCandidates, mostCandidates)
    const search = { isRough: attempt === 0, until }
    const rows = await readCandidates(connection, { ...asked, limit: wanted }, filter, search)
    // Where many of them were replaced, more of them are looked at.
    for (const some of [rows.slice(0, count), rows.slice(count)]) {
      const shown = await readShown(connection, some, set, filter)
      for (const row of some) {
        const { value, keyTime, traceId } = row
        const trace = shown.get(placeText(row))
        // Of a trace that was revised any row that stands where the trace does now: the newest may be beyond the last candidate.
        if (trace === undefined || placeOf(trace) !== value || given.has(traceId) || found.length >= limit) continue
        given.add(traceId)
        found.push({ trace, place: { value, keyTime, traceId } })
      }
      if (found.length >= limit) return { traces: found.map(({ trace }) => trace), last: found.at(-1)?.place }
    }
    if (rows.length < wanted && until === undefined) return { traces: found.map(({ trace }) => trace), last: undefined }
    after = rows.at(-1) ?? after
  }
}

/** How candidates are looked for. */
interface Search {
  /** Some may not have started in the window, for nearly all that was received in it has. */
  readonly isRough: boolean
  /** Only those up to this place: the engine passes over the columns of all others. */
  readonly until: Reach | undefined
}

/**
 * Which rows of the set come next in this order, replaced and buried ones too?
 *
 * Cost: the order's column, the keys and the filter's columns of what was received in the window. Up to a place, the order's column
 * or less, where an index knows it, and the others of the few granules with such rows. Sort key: key_time.
 */
function candidatesSql(question: OrderedQuestion, likely: string, { isRough, until }: Search): string {
  const { sql: value } = orders[question.order]
  const rows = (conditions: readonly string[]) => `
  select
    ${value} as value,
    key_time,
    trace_id,
    revision,
    gone
  from summaries
  where ${[...conditions, ...behindSql(question)].join('\n    and ')}
  ${nextSql(question)}`
  const within = ['key_time >= {start:Int64}', 'key_time < {end:Int64}', ...(isRough ? [] : [matches.TraceId])]
  const outside = ['(key_time < {start:Int64} or key_time >= {end:Int64})', matches.TraceId]
  const [beyond, atOrBeyond] = question.descending ? (['>', '>='] as const) : (['<', '<='] as const)
  const compared = (comparison: Parameters<typeof comparedSql>[1]) =>
    until === undefined ? [] : [comparedSql(question.order, comparison, until.value)]
  const reached = compared(atOrBeyond)
  // Apart from each other, what is left of many with one value is found by the table's own index.
  const places =
    until?.keyTime === undefined
      ? [reached]
      : [compared(beyond), [...compared('='), `key_time ${atOrBeyond} {untilTime:Int64}`]]
  // Beyond the place stand rows of the window that are left out: none behind them may be a candidate.
  const reachedOutside =
    until?.keyTime === undefined
      ? reached
      : [...reached, `(${compared(beyond)} or key_time ${atOrBeyond} {untilTime:Int64})`]
  // What holds of nearly all stands last: the engine looks at conditions in this order.
  const all = [...places.map((place) => [...place, likely, ...within]), [...outside, ...reachedOutside, likely]]
  return `
select *
from (${all.map(rows).join('\n  union all')}
)
${nextSql(question)}
`
}

async function readCandidates(
  connection: Connection,
  question: OrderedQuestion,
  { likely }: ToldFilter,
  search: Search,
): Promise<readonly OrderedCandidate[]> {
  const { window } = question.set
  const { until } = search
  const asked = {
    sql: candidatesSql(question, likely.sql, search),
    parameters: {
      ...{ start: window.start, end: window.end },
      ...(until === undefined ? {} : { untilValue: until.value, untilTime: until.keyTime ?? 0 }),
      ...likely.parameters,
      ...nextParameters(question),
    },
    settings: { ...candidateSettings, ...shortAnswer },
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
    const trace = listedSince(row, listings.get(placeText(row)))
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
  ${orders[question.order].sql} as value,
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
