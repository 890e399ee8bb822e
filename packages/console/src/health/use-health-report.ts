import { queryOptions, useQuery } from '@tanstack/react-query'
import { healthReportOf } from '../wire/health-report.ts'
import { rejectedOf } from '../wire/rejected.ts'

/** The question of {@link useHealthReport}, for those that show nothing of it. */
export const healthReportQuestion = queryOptions({
  queryKey: ['health report'],
  queryFn: ({ signal }) => healthReportOf(signal),
  meta: { live: 'health' },
})

/**
 * What the server says of itself, kept at the newest.
 *
 * @param options.refetchInterval milliseconds, for what changes although nothing comes in: rates, ages
 */
export function useHealthReport(
  options: { readonly enabled?: boolean; readonly refetchInterval?: number | false } = {},
) {
  return useQuery({ ...healthReportQuestion, ...options })
}

/** The last rejected documents, newest first; asked again when more are counted. */
export function useRejected(count: number) {
  return useQuery({
    queryKey: ['rejected', count],
    queryFn: ({ signal }) => rejectedOf(signal),
    enabled: count > 0,
    // A thousand documents with each count: only the newest are worth their memory.
    gcTime: 0,
  })
}
