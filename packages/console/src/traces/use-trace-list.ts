import { useInfiniteQuery } from '@tanstack/react-query'
import { type TraceListQuestion, type TraceSummary, traceSummariesOf } from '../wire/trace-summaries.ts'

export interface TraceList {
  readonly traces: readonly TraceSummary[]
  /** How many traces were looked at for those. */
  readonly scanned: number
  /** How far down in time the list goes by now, in seconds. */
  readonly reached: number | undefined
  readonly isDone: boolean
  readonly isLoading: boolean
  readonly error: unknown
  readonly more: () => void
  readonly again: () => void
}

/** The traces of a question, newest first, a page at a time as more are wanted. */
export function useTraceList(question: TraceListQuestion): TraceList {
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['traces', question],
    queryFn: ({ pageParam, signal }) => traceSummariesOf(question, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.NextToken ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: undefined,
  })
  const pages = data?.pages ?? []
  return {
    traces: pages.flatMap((page) => page.TraceSummaries),
    scanned: pages.reduce((sum, page) => sum + page.TracesProcessedCount, 0),
    reached: pages.at(-1)?.ApproximateTime,
    isDone: data !== undefined && !hasNextPage,
    isLoading: isFetching,
    error,
    more: () => {
      if (hasNextPage && !isFetching && error === null) void fetchNextPage()
    },
    again: () => void (error !== null && data !== undefined ? fetchNextPage() : refetch()),
  }
}
