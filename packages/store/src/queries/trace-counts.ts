import type { Micros } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection, Lane } from '../connection.ts'
import type { MapGroup } from '../groups/map-group.ts'
import { placesOf, placesOfSummary } from '../map/map-place.ts'
import type { CountedTraces } from './counted-traces.ts'
import { type RowsAsked, rowsSql } from './graphs-of-rows.ts'
import { finalSettings } from './graphs-of-summaries.ts'

export interface CountsAsked {
  /** Tables that share no trace. */
  readonly traces: readonly CountedTraces[]
  /** SQL for the number that names a trace's map, from `counted`. */
  readonly at: string
  /** These besides, each at the number that map-place.ts says. */
  readonly groups?: readonly MapGroup[]
  readonly inTurn?: boolean
}

/**
 * How many of these traces count at which time, and in which group?
 *
 * Cost: a column or two of the traces received within 25 s of the ranges. Sort keys: see counted-traces.ts.
 */
const ofSummariesSql = ({ traces, at, groups = [] }: CountsAsked) => `
select
  at,
  count()
from (
  ${traces
    .map(({ sql, at: own = at }) => {
      const place = groups.length === 0 ? own : `${own} + arrayJoin(${placesOfSummary})`
      return `select toInt64(${place}) as at
    from ${sql}`
    })
    .join('\n    union all\n    ')}
)
group by at
`

/** From the summaries. Where there is no trace there is no count. */
export async function readCountsOfSummaries(
  connection: Connection,
  lane: Lane,
  asked: CountsAsked,
): Promise<Map<Micros, number>> {
  const { traces, groups = [], inTurn = false } = asked
  if (traces.length === 0) return new Map()
  const parameters = {
    ...Object.assign({}, ...traces.map((some) => some.parameters)),
    ...(groups.length > 0 && placesOf(groups)),
  }
  const settings = { ...finalSettings, ...(inTurn && { max_threads: 1 }) }
  const rows = await connection.rows(lane, { sql: ofSummariesSql(asked), parameters, settings })
  return new Map(
    rows.map((row) => {
      const cells = new Cells(row)
      return [cells.micros(), cells.number()]
    }),
  )
}

/** How many traces do these rows say, added up, and do all of them say it? Cost: one number a row. */
const ofRowsSql = (from: readonly string[], at: string) => `
select
  at,
  sum(traces),
  min(traces) < 0
from (
  ${from
    .map(
      (rows) => `select
    ${at} as at,
    traces
  from ${rows}`,
    )
    .join('\n  union all\n  ')}
)
group by at
`

/** From rows of the map; undefined where one of them was made before rows knew. */
export async function readCountsOfRows(
  connection: Connection,
  lane: Lane,
  asked: Omit<RowsAsked, 'chosen'>,
): Promise<Map<Micros, number | undefined>> {
  const form = rowsSql(asked)
  if (form === undefined) return new Map()
  const { sql, parameters, settings } = form
  const rows = await connection.rows(lane, { sql: ofRowsSql(sql.from, sql.at), parameters, settings })
  return new Map(
    rows.map((row) => {
      const cells = new Cells(row)
      const [at, traces, isUnknown] = [cells.micros(), cells.number(), cells.bool()]
      return [at, isUnknown ? undefined : traces]
    }),
  )
}
