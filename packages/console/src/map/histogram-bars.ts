import { bucketEnd, histogramEdges, type Micros } from '@roentgen/trace'
import type { BarRange, HistogramBar } from '../design/histogram.tsx'
import { durationText } from '../format/numbers.ts'
import type { Bucket } from './graph.ts'
import type { BucketRange } from './request-choice.ts'

/** Bars of a histogram: the buckets from the first to the last with requests, empty ones between them too. */
export interface Bars {
  readonly edges: readonly Micros[]
  readonly bars: readonly HistogramBar[]
  readonly ticks: readonly { readonly bar: number; readonly text: string }[]
}

export function barsOf(buckets: readonly Bucket[]): Bars {
  const counts = new Map(buckets.filter(({ count }) => count > 0).map(({ edge, count }) => [edge, count]))
  const used = histogramEdges.flatMap((edge, index) => (counts.has(edge) ? [index] : []))
  const edges = histogramEdges.slice(used[0] ?? 0, (used.at(-1) ?? -1) + 1)
  const bars = edges.map((edge) => ({ count: counts.get(edge) ?? 0, name: bucketText(edge) }))
  const every = Math.max(1, Math.ceil(edges.length / 4))
  const ticks = edges.flatMap((edge, bar) => (bar % every === 0 ? [{ bar, text: durationText(edge / 1e6) }] : []))
  return { edges, bars, ticks }
}

/** `12.0 ms to 13.0 ms`. */
export function bucketText(edge: Micros): string {
  const end = bucketEnd(edge)
  return end === undefined
    ? `${durationText(edge / 1e6)} or more`
    : `${durationText(edge / 1e6)} to ${durationText(end / 1e6)}`
}

/** What was brushed, as edges of buckets. */
export function bucketsBetween({ edges }: Bars, { first, last }: BarRange): BucketRange | undefined {
  const [from, to] = [edges[first], edges[last]]
  return from === undefined || to === undefined ? undefined : { first: from, last: to }
}

/** The bars of a choice that may be older than the bars; undefined where none of it is among them. */
export function barsBetween({ edges }: Bars, range: BucketRange | undefined): BarRange | undefined {
  if (range === undefined) return undefined
  const first = edges.findIndex((edge) => edge >= range.first)
  const last = edges.findLastIndex((edge) => edge <= range.last)
  return first === -1 || last === -1 || last < first ? undefined : { first, last }
}

/** Where a response time (seconds) lies among the bars, as a fraction of a bar. */
export function placeOf({ edges }: Bars, seconds: number): number {
  const micros = seconds * 1e6
  const bar = edges.findLastIndex((edge) => edge <= micros)
  const edge = edges[bar]
  if (edge === undefined) return 0
  const end = bucketEnd(edge) ?? edge
  return end === edge ? bar : Math.min(edges.length, bar + (micros - edge) / (end - edge))
}
