import type { Micros } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { matchingSql, setSettings, type TraceSet } from './matching-traces.ts'
import { exactStatistics, readStatisticsCells, statisticsSql, type TraceStatistics } from './trace-statistics.ts'

/** Traces that started in [start, start + period). */
export type ActivityPeriod = TraceStatistics & {
  readonly start: Micros
  /** Each trace once, by the first of these that it has; `rest` are those that have not answered. */
  readonly states: {
    readonly fault: number
    readonly throttle: number
    readonly error: number
    readonly ok: number
    readonly rest: number
  }
}

/** How many traces began in each period, of which state and how fast? Cost: six columns and the filter's. */
const sql = (condition: string, isLong: boolean) => `
select
  intDiv(start - {origin:Int64}, {period:Int64}) as number,
  countIf(throttle and not fault),
  countIf(error and not fault and not throttle),
  countIf(ok and not error and not fault and not throttle),
  ${statisticsSql(isLong)}
from summaries final
where ${condition}
group by number
order by number
`

/** Periods (µs) from the window's start; those without traces are left out. */
export async function readTraceActivity(
  connection: Connection,
  set: TraceSet,
  period: number,
): Promise<readonly ActivityPeriod[]> {
  const { conditions, parameters } = matchingSql([set])
  const origin = set.window.start
  return exactStatistics(async (isLong) => {
    const rows = await connection.rows('ask', {
      sql: sql(conditions.join(), isLong),
      parameters: { ...parameters, origin, period },
      settings: setSettings,
    })
    return rows.map((row) => {
      const cells = new Cells(row)
      const start = (origin + cells.number() * period) as Micros
      const [throttle, error, ok] = [cells.number(), cells.number(), cells.number()]
      const statistics = readStatisticsCells(cells)
      const { count, fault } = statistics
      const rest = count - fault - throttle - error - ok
      return { ...statistics, start, states: { fault, throttle, error, ok, rest } }
    })
  })
}
