import { bucketEnd, histogramEdges, type Micros } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import type { KnownWidths } from './known-widths.ts'
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

const bin = 'toInt32(least(intDiv(ifNull(response_time, 0), {width:Int64}), {last:Int64}))'

/**
 * How many traces of each set have a response time in which of the maps' buckets, and in which bin of equal width, and what are the
 * figures of each set? In one scan: traces are counted by the sets that they are in and by bucket and bin, and these, which are few,
 * are added up.
 *
 * Cost: six columns and the filters'.
 */
const figuresSql = (conditions: readonly string[], isLong: boolean) => `
select
  set,
  groupArray(bucket),
  groupArray(bin),
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
      ${bin} as bin,
      ${partialStatisticsSql(isLong)}
    from summaries final
    where ${anyOf(conditions)}
    group by
      sets,
      bucket,
      bin
  )
)
group by set
`

/** How many traces of each set have a response time in which bin of equal width? Cost: one column and the filters'. */
const binsSql = (conditions: readonly string[]) => `
select
  ${bin} as bin,
  ${conditions.map((condition) => `countIf(${condition})`).join(',\n  ')}
from summaries final
where isNotNull(response_time)
  and (${anyOf(conditions)})
group by bin
`

/**
 * Response times of one set, or of several over the same bins: so many of equal width, where any are wanted. Their width follows from
 * the longest time: where it is what it was when somebody asked before, one scan finds all.
 */
export async function readTraceHistogram(
  connection: Connection,
  known: KnownWidths,
  sets: readonly TraceSet[],
  bins = 25,
): Promise<TraceHistogram> {
  const guess = bins === 0 ? undefined : known.of(sets, bins)
  const short = await readFigures(connection, { sets, bins, width: guess, isLong: false })
  const isLong = short.statistics.some(({ max = 0 }) => max >= longestCounted)
  const { statistics, log, equal } = isLong
    ? await readFigures(connection, { sets, bins, width: guess, isLong })
    : short
  const longest = statistics.reduce((found, { max = 0 }) => Math.max(found, max), 0)
  if (bins === 0 || !statistics.some(({ answered }) => answered > 0)) return { statistics, log, equal: [] }
  const width = Math.max(1, Math.ceil((longest + 1) / bins))
  known.note(sets, bins, width)
  const counts = guess === width ? equal : await readBins(connection, { sets, bins, width })
  return { statistics, log, equal: binsOf(counts, width) }
}

interface Asked {
  readonly sets: readonly TraceSet[]
  readonly bins: number
  /** µs */
  readonly width: number
}

async function readFigures(
  connection: Connection,
  { sets, bins, width, isLong }: Omit<Asked, 'width'> & { width: number | undefined; isLong: boolean },
) {
  const { conditions, parameters } = matchingSql(sets)
  // Without a width all are in one bin, which nobody looks at.
  const ofBins = { width: width ?? Number.MAX_SAFE_INTEGER, last: Math.max(0, bins - 1) }
  const rows = await connection.rows('ask', {
    sql: figuresSql(conditions, isLong),
    parameters: { ...parameters, edges: histogramEdges, ...ofBins },
    settings: setSettings,
  })
  const statistics = sets.map(() => noTraces)
  const log = new Map<Micros, number[]>()
  const equal = emptyBins(sets, bins)
  for (const row of rows) {
    const cells = new Cells(row)
    const [set, buckets, bin, answered] = [cells.number(), cells.numbers(), cells.numbers(), cells.numbers()]
    statistics[set] = readStatisticsCells(cells)
    buckets.forEach((bucket, at) => {
      if (bucket < 0) return
      const counts = log.get(bucket as Micros) ?? sets.map(() => 0)
      log.set(bucket as Micros, counts)
      for (const own of [counts, equal[bin[at] ?? 0]]) if (own) own[set] = (own[set] ?? 0) + (answered[at] ?? 0)
    })
  }
  const inOrder = [...log].sort(([a], [b]) => a - b)
  return { statistics, log: inOrder.map(([from, counts]) => ({ from, to: bucketEnd(from), counts })), equal }
}

/** Counts of each set by bin. */
async function readBins(connection: Connection, { sets, bins, width }: Asked): Promise<number[][]> {
  const { conditions, parameters } = matchingSql(sets)
  const rows = await connection.rows('ask', {
    sql: binsSql(conditions),
    parameters: { ...parameters, width, last: bins - 1 },
    settings: setSettings,
  })
  const counts = emptyBins(sets, bins)
  for (const row of rows) {
    const cells = new Cells(row)
    counts[cells.number()] = sets.map(() => cells.number())
  }
  return counts
}

function emptyBins(sets: readonly TraceSet[], bins: number): number[][] {
  return Array.from({ length: bins }, () => sets.map(() => 0))
}

function binsOf(counts: readonly (readonly number[])[], width: number): readonly Bin[] {
  return counts.map((own, at) => ({ from: (at * width) as Micros, to: ((at + 1) * width) as Micros, counts: own }))
}
