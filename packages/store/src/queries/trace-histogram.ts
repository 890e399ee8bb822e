import { bucketEnd, histogramEdges, type Micros } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { anyOf, matchingSql, setSettings, type TraceSet } from './matching-traces.ts'

/** Half-open; without an end in the last. One count a set. */
export interface Bin {
  readonly from: Micros
  readonly to: Micros | undefined
  readonly counts: readonly number[]
}

export interface TraceHistogram {
  /** Of equal width, from 0 to the longest. Empty where no trace has a response time. */
  readonly equal: readonly Bin[]
  /** The buckets of maps, those with traces. */
  readonly log: readonly Bin[]
}

/** How long was the longest of these? Cost: one column and the filters'. */
const longestSql = (conditions: readonly string[]) => `
select
  count(response_time),
  ifNull(max(response_time), 0)
from summaries final
where ${anyOf(conditions)}
`

/** How many traces of each set have a response time in which bin, of equal bins and of the maps' buckets? */
const binsSql = (conditions: readonly string[]) => `
select
  least(intDiv(response_time, {width:Int64}), {last:Int64}) as equal_bin,
  roundDown(assumeNotNull(response_time), {edges:Array(Int64)}) as log_bin,
  ${conditions.map((condition) => `countIf(${condition})`).join(',\n  ')}
from summaries final
where isNotNull(response_time)
  and (${anyOf(conditions)})
group by
  equal_bin,
  log_bin
`

/** undefined: no trace has a response time. */
async function readLongest(connection: Connection, sets: readonly TraceSet[]): Promise<number | undefined> {
  const { conditions, parameters } = matchingSql(sets)
  const [row = []] = await connection.rows('ask', { sql: longestSql(conditions), parameters, settings: setSettings })
  const cells = new Cells(row)
  return cells.number() === 0 ? undefined : cells.number()
}

/** Response times of one set, or of several over the same bins: so many of equal width, where any are wanted. */
export async function readTraceHistogram(
  connection: Connection,
  sets: readonly TraceSet[],
  bins = 25,
): Promise<TraceHistogram> {
  const { conditions, parameters } = matchingSql(sets)
  const max = bins === 0 ? 0 : await readLongest(connection, sets)
  if (max === undefined) return { equal: [], log: [] }
  const width = Math.max(1, Math.ceil((max + 1) / Math.max(1, bins)))
  const rows = await connection.rows('ask', {
    sql: binsSql(conditions),
    parameters: { ...parameters, width, last: Math.max(0, bins - 1), edges: histogramEdges },
    settings: setSettings,
  })
  const none = () => sets.map(() => 0)
  const equal = Array.from({ length: bins }, none)
  const log = new Map<Micros, number[]>()
  for (const row of rows) {
    const cells = new Cells(row)
    const ofEqual = equal[cells.number()]
    const bucket = cells.micros()
    const ofLog = log.get(bucket) ?? none()
    log.set(bucket, ofLog)
    sets.forEach((_, i) => {
      const count = cells.number()
      if (ofEqual !== undefined) ofEqual[i] = (ofEqual[i] ?? 0) + count
      ofLog[i] = (ofLog[i] ?? 0) + count
    })
  }
  return {
    equal: equal.map((counts, i) => ({ from: (i * width) as Micros, to: ((i + 1) * width) as Micros, counts })),
    log: [...log].sort(([a], [b]) => a - b).map(([from, counts]) => ({ from, to: bucketEnd(from), counts })),
  }
}
