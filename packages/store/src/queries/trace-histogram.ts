import { bucketEnd, histogramEdges, type Micros } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { anyOf, matchingSql, setSettings, type TraceSet } from './matching-traces.ts'
import {
  addedStatisticsSql,
  longestCounted,
  noTraces,
  partialStatisticsSql,
  readStatisticsCells,
  type TraceStatistics,
} from './trace-statistics.ts'

/** Half-open; without an end in the last. One count a set. */
export interface Bin {
  readonly from: Micros
  readonly to: Micros | undefined
  readonly counts: readonly number[]
}

export interface TraceHistogram {
  /** Of each set. */
  readonly statistics: readonly TraceStatistics[]
  /** Of equal width, from 0 to the longest. Empty where no trace has a response time. */
  readonly equal: readonly Bin[]
  /** The buckets of maps, those with traces. */
  readonly log: readonly Bin[]
}

/**
 * How many traces of each set have a response time in which of the maps' buckets, and what are the figures of each set? In one
 * scan: traces are counted by the sets that they are in and by bucket, and these, which are few, are added up.
 *
 * Cost: six columns and the filters'.
 */
const figuresSql = (conditions: readonly string[], isLong: boolean) => `
select
  set,
  groupArray(bucket),
  groupArray(of_answered),
  ${addedStatisticsSql}
from (
  select
    arrayJoin(arrayFilter(x -> bitTest(sets, x), range(${conditions.length}))) as set,
    *
  from (
    select
      ${conditions.map((condition, at) => `bitShiftLeft(toUInt8(${condition}), ${at})`).join(' + ')} as sets,
      if(isNull(response_time), -1, roundDown(assumeNotNull(response_time), {edges:Array(Int64)})) as bucket,
      ${partialStatisticsSql(isLong)}
    from summaries final
    where ${anyOf(conditions)}
    group by
      sets,
      bucket
  )
)
group by set
`

/** How many traces of each set have a response time in which bin of equal width? Cost: one column and the filters'. */
const binsSql = (conditions: readonly string[]) => `
select
  least(intDiv(assumeNotNull(response_time), {width:Int64}), {last:Int64}) as bin,
  ${conditions.map((condition) => `countIf(${condition})`).join(',\n  ')}
from summaries final
where isNotNull(response_time)
  and (${anyOf(conditions)})
group by bin
`

/** Response times of one set, or of several over the same bins: so many of equal width, where any are wanted. */
export async function readTraceHistogram(
  connection: Connection,
  sets: readonly TraceSet[],
  bins = 25,
): Promise<TraceHistogram> {
  const figures = await readFigures(connection, sets, false)
  const { statistics, log } = figures.statistics.some(({ max = 0 }) => max >= longestCounted)
    ? await readFigures(connection, sets, true)
    : figures
  const longest = statistics.reduce((found, { max = 0 }) => Math.max(found, max), 0)
  const isAsked = bins > 0 && statistics.some(({ answered }) => answered > 0)
  return { statistics, log, equal: isAsked ? await readBins(connection, sets, bins, longest) : [] }
}

async function readFigures(connection: Connection, sets: readonly TraceSet[], isLong: boolean) {
  const { conditions, parameters } = matchingSql(sets)
  const rows = await connection.rows('ask', {
    sql: figuresSql(conditions, isLong),
    parameters: { ...parameters, edges: histogramEdges },
    settings: setSettings,
  })
  const statistics = sets.map(() => noTraces)
  const log = new Map<Micros, number[]>()
  for (const row of rows) {
    const cells = new Cells(row)
    const [set, buckets, answered] = [cells.number(), cells.numbers(), cells.numbers()]
    statistics[set] = readStatisticsCells(cells)
    buckets.forEach((bucket, at) => {
      if (bucket < 0) return
      const counts = log.get(bucket as Micros) ?? sets.map(() => 0)
      log.set(bucket as Micros, counts)
      counts[set] = (counts[set] ?? 0) + (answered[at] ?? 0)
    })
  }
  const inOrder = [...log].sort(([a], [b]) => a - b)
  return { statistics, log: inOrder.map(([from, counts]) => ({ from, to: bucketEnd(from), counts })) }
}

async function readBins(
  connection: Connection,
  sets: readonly TraceSet[],
  bins: number,
  longest: number,
): Promise<readonly Bin[]> {
  const { conditions, parameters } = matchingSql(sets)
  const width = Math.max(1, Math.ceil((longest + 1) / bins))
  const rows = await connection.rows('ask', {
    sql: binsSql(conditions),
    parameters: { ...parameters, width, last: bins - 1 },
    settings: setSettings,
  })
  const counts = Array.from({ length: bins }, () => sets.map(() => 0))
  for (const row of rows) {
    const cells = new Cells(row)
    counts[cells.number()] = sets.map(() => cells.number())
  }
  return counts.map((own, at) => ({ from: (at * width) as Micros, to: ((at + 1) * width) as Micros, counts: own }))
}
