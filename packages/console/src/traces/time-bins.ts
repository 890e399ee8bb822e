import type { TraceHistogramReport } from '@roentgen/api'
import { bucketEnd, histogramEdges } from '@roentgen/trace'
import type { BarRange, HistogramBar, HistogramMark, HistogramTick } from '../design/histogram.tsx'
import { countText, durationText } from '../format/numbers.ts'
import type { TimeSpan } from './response-time-filter.ts'

/** Equal bins show the shape; bins of the same proportion show the quick ones and the long tail alike. */
export type BinKind = 'equal' | 'log'

interface TimeBin extends TimeSpan {
  readonly count: number
}

/** Response times as a histogram draws them. */
export interface TimeBins {
  readonly bins: readonly TimeBin[]
  readonly bars: readonly HistogramBar[]
  readonly ticks: readonly HistogramTick[]
  readonly marks: readonly HistogramMark[]
}

export function timeBinsOf({ equal, log, figures }: TraceHistogramReport, kind: BinKind): TimeBins {
  const bins = kind === 'equal' ? equal : filledUp(log)
  const every = Math.max(1, Math.ceil(bins.length / 5))
  const last = bins.at(-1)
  const marks = (
    [
      ['P50', figures.p50],
      ['P95', figures.p95],
      ['P99', figures.p99],
    ] as const
  ).flatMap(([text, value]) =>
    value === null ? [] : [{ at: placeIn(bins, value), text, says: `${text} ${durationText(value)}` }],
  )
  return {
    bins,
    bars: bins.map(({ from, to, count }) => ({
      count,
      name: spanText({ from, to }),
      says: countText(count),
    })),
    ticks: [
      ...bins.flatMap(({ from }, bar) =>
        bar % every === 0 && bins.length - bar > every / 2 ? [{ bar, text: durationText(from) }] : [],
      ),
      ...(last === undefined ? [] : [{ bar: bins.length, text: last.to === null ? '' : durationText(last.to) }]),
    ],
    marks,
  }
}

/** What was brushed, and how many traces lie in it. */
export function spanOf(
  { bins }: TimeBins,
  { first, last }: BarRange,
): (TimeSpan & { readonly count: number }) | undefined {
  const [from, to] = [bins[first], bins[last]]
  if (from === undefined || to === undefined) return undefined
  const count = bins.slice(first, last + 1).reduce((sum, bin) => sum + bin.count, 0)
  return { from: from.from, to: to.to, count }
}

/** `120 ms – 340 ms`. */
export function spanText({ from, to }: TimeSpan): string {
  return to === null ? `${durationText(from)} or more` : `${durationText(from)} – ${durationText(to)}`
}

/** The buckets of maps from the first to the last of these, those without traces too. */
function filledUp(log: readonly TimeBin[]): readonly TimeBin[] {
  const counts = new Map(log.map(({ from, count }) => [Math.round(from * 1e6), count]))
  const [first, last] = [log[0], log.at(-1)]
  if (first === undefined || last === undefined) return []
  return histogramEdges
    .filter((edge) => edge >= Math.round(first.from * 1e6) && edge <= Math.round(last.from * 1e6))
    .map((edge) => {
      const end = bucketEnd(edge)
      return { from: edge / 1e6, to: end === undefined ? null : end / 1e6, count: counts.get(edge) ?? 0 }
    })
}

/** Where among the bins, as a number of bins from the left. */
function placeIn(bins: readonly TimeBin[], seconds: number): number {
  const at = bins.findLastIndex(({ from }) => from <= seconds)
  const bin = bins[at]
  if (bin === undefined) return 0
  return bin.to === null ? at : Math.min(bins.length, at + (seconds - bin.from) / (bin.to - bin.from))
}
