import type { TraceBin } from '@roentgen/api'
import type { Micros } from '@roentgen/trace'
import type { BarRange } from '../design/histogram.tsx'
import { counted, shareText } from '../format/numbers.ts'
import { type Bars, barsOf, bucketsBetween } from '../map/histogram-bars.ts'
import { bucketFilter } from './bucket-filter.ts'

/** Response times of two sets over each other, as shares: sets of any sizes are seen by their shapes. */
export interface PairBars extends Bars {
  readonly counts: readonly (readonly [number, number])[]
}

/** @param a bins of maps, those with traces */
export function pairBars(a: readonly TraceBin[], b: readonly TraceBin[]): PairBars {
  const [ofA, ofB] = [countsOf(a), countsOf(b)]
  const [sumOfA, sumOfB] = [sum(ofA.values()), sum(ofB.values())]
  const all = new Set([...ofA.keys(), ...ofB.keys()])
  const bars = barsOf([...all].map((edge) => ({ edge, count: 1 })))
  const counts = bars.edges.map((edge) => [ofA.get(edge) ?? 0, ofB.get(edge) ?? 0] as const)
  return {
    ...bars,
    counts,
    bars: bars.bars.map(({ name }, index) => {
      const [inA = 0, inB = 0] = counts[index] ?? []
      const [count, other] = [sumOfA === 0 ? 0 : inA / sumOfA, sumOfB === 0 ? 0 : inB / sumOfB]
      return { name, count, other, says: `${shareText(count)} of A, ${shareText(other)} of B` }
    }),
  }
}

/** What was brushed: the filter of its traces, and what it reads like. */
export interface Brushed {
  readonly filter: string
  readonly text: string
}

export function brushedOf(pair: PairBars, range: BarRange): Brushed | undefined {
  const buckets = bucketsBetween(pair, range)
  if (buckets === undefined) return undefined
  const chosen = pair.counts.slice(range.first, range.last + 1)
  const [inA, inB] = [sum(chosen.map(([of]) => of)), sum(chosen.map(([, of]) => of))]
  const from = pair.bars[range.first]?.name.split(' to ')[0] ?? ''
  const last = pair.bars[range.last]?.name ?? ''
  const to = last.includes(' to ') ? `${from} to ${last.split(' to ')[1]}` : `${from.replace(' or more', '')} or more`
  return { filter: bucketFilter(buckets), text: `${to}: ${counted(inA, 'trace')} of A, ${counted(inB, 'trace')} of B` }
}

function countsOf(bins: readonly TraceBin[]): ReadonlyMap<Micros, number> {
  return new Map(bins.map(({ from, count }) => [Math.round(from * 1e6) as Micros, count]))
}

function sum(numbers: Iterable<number>): number {
  let all = 0
  for (const number of numbers) all += number
  return all
}
