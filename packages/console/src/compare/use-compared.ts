import type { TraceHistogramReport, TraceSetQuestion } from '@roentgen/api'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { printRange, type Range, windowOf } from '../view/range.ts'
import { defaultGroup } from '../view/view.ts'
import { type Comparison, comparisonOf, histogramOf } from '../wire/trace-sets.ts'
import type { ComparedSet } from './compare-link.ts'

/** An answer that is awaited, there, or refused. */
export interface Awaited<T> {
  readonly data: T | undefined
  readonly error: unknown
  readonly again: () => void
}

export interface Compared {
  readonly a: Awaited<TraceHistogramReport>
  readonly b: Awaited<TraceHistogramReport>
  readonly values: Awaited<Comparison>
}

interface Question {
  readonly sets: readonly [ComparedSet, ComparedSet]
  /** Of a set without one of its own. */
  readonly range: Range
  readonly group: string
  /** Seconds: where ranges of the last so many end. */
  readonly asked: number
  /** Values of each key. */
  readonly limit: number
}

/** Figures and response times of both sets first, and what tells them apart when these are there. */
export function useCompared({ sets, range, group, asked, limit }: Question): Compared {
  const [a, b] = sets.map((set) => JSON.stringify(questionOf(set, range, group, asked)))
  const ofA = useHistogram(a ?? '')
  const ofB = useHistogram(b ?? '')
  // Of a set and itself there is nothing to tell.
  const isWanted = a !== b
  const isFilled = (ofA.data?.figures.count ?? 0) > 0 && (ofB.data?.figures.count ?? 0) > 0
  const isLarge = (ofA.data?.figures.count ?? 0) + (ofB.data?.figures.count ?? 0) > firstLook
  const ask = (most?: number) => (signal: AbortSignal) =>
    comparisonOf({ a: JSON.parse(a ?? ''), b: JSON.parse(b ?? ''), limit, ...(most !== undefined && { most }) }, signal)
  const some = useComparison([a, b, limit, 'some'], ask(firstLook), isWanted && isFilled && isLarge)
  const isLookDone = !isLarge || some.data !== undefined || Boolean(some.error)
  const all = useComparison([a, b, limit, 'all'], ask(), isWanted && isFilled && isLookDone)
  // Of sets whose comparison takes long there is the first look meanwhile, and in the end where all cannot be compared.
  const values = { data: all.data ?? some.data, error: all.error, again: all.again }
  return { a: ofA, b: ofB, values }
}

/** Traces of both sets, beyond which some are compared first and all afterwards. */
const firstLook = 100_000

/** What was asked of a moment stays as it was; another question shows nothing of this one. */
const still = { staleTime: Number.POSITIVE_INFINITY, placeholderData: undefined, retry: false } as const

function useComparison(
  key: readonly unknown[],
  ask: (signal: AbortSignal) => Promise<Comparison>,
  isWanted: boolean,
): Awaited<Comparison> {
  return useAwaited(
    useQuery<Comparison>({
      queryKey: ['compared sets', ...key],
      queryFn: ({ signal }) => ask(signal),
      enabled: isWanted,
      ...still,
    }),
  )
}

function useHistogram(set: string): Awaited<TraceHistogramReport> {
  return useAwaited(
    useQuery<TraceHistogramReport>({
      queryKey: ['histogram of set', set],
      queryFn: ({ signal }) => histogramOf(JSON.parse(set), signal),
      ...still,
    }),
  )
}

function useAwaited<T>(query: {
  readonly data: T | undefined
  readonly error: unknown
  readonly refetch: () => unknown
}): Awaited<T> {
  const { data, error, refetch } = query
  return useMemo(() => ({ data, error, again: () => void refetch() }), [data, error, refetch])
}

function questionOf(set: ComparedSet, range: Range, group: string, asked: number): TraceSetQuestion {
  const { start, end } = windowOf(set.range ?? range, asked)
  return {
    start,
    end,
    ...(set.filter.trim() !== '' && { filter: set.filter }),
    ...(group !== defaultGroup && { group }),
  }
}

/** Whether two sets are the same: there is nothing to compare then. */
export function areSame([a, b]: readonly [ComparedSet, ComparedSet], range: Range): boolean {
  const text = (set: ComparedSet) => printRange(set.range ?? range)
  return a.filter.trim() === b.filter.trim() && text(a) === text(b)
}
