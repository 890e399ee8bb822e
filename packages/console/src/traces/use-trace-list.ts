import type { TraceListOrder, TraceRow, TraceSetQuestion } from '@roentgen/api'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { tracesBy } from '../wire/trace-analytics.ts'
import type { Order } from './order.ts'
import { isWorthRetrying } from './use-part.ts'

/** Rows that are asked for at a time. */
const pageSize = 100

export interface TraceRows {
  readonly traces: readonly TraceRow[]
  readonly isDone: boolean
  readonly isAsking: boolean
  /** The rows are of the question before. */
  readonly isOld: boolean
  /** The first rows came, or will not. */
  readonly isSettled: boolean
  readonly error: unknown
  readonly more: () => void
  readonly again: () => void
}

/** All traces of a set in an order, a page at a time as more are wanted. */
export function useTraceList(
  set: TraceSetQuestion,
  { by, direction }: Order<TraceListOrder>,
  annotations: readonly string[],
): TraceRows {
  const question = { ...set, order: by, direction, limit: pageSize, ...(annotations.length > 0 && { annotations }) }
  const { data, error, hasNextPage, isFetching, isPlaceholderData, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['traces', 'list', question],
    queryFn: ({ pageParam, signal }) =>
      tracesBy({ ...question, ...(pageParam !== undefined && { after: pageParam }) }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.after ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 120_000,
    placeholderData: keepPreviousData,
    retry: isWorthRetrying,
  })
  const traces = useMemo(() => distinct(data?.pages.flatMap((page) => page.traces) ?? []), [data])
  const canGoOn = hasNextPage && !isFetching && !isPlaceholderData && error === null
  const more = useCallback(() => {
    if (canGoOn) void fetchNextPage()
  }, [canGoOn, fetchNextPage])
  return {
    traces,
    isDone: data !== undefined && !hasNextPage && !isPlaceholderData,
    isAsking: isFetching,
    isOld: isPlaceholderData,
    isSettled: (data !== undefined && !isPlaceholderData) || error !== null,
    error,
    more,
    again: () => void (error !== null && data !== undefined ? fetchNextPage() : refetch()),
  }
}

/** A trace that was revised between two pages may stand on both. */
function distinct(traces: readonly TraceRow[]): readonly TraceRow[] {
  return [...new Map(traces.map((trace) => [trace.id, trace])).values()]
}
