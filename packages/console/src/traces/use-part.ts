import { useQuery } from '@tanstack/react-query'
import { Problem } from '../wire/problem.ts'

/** A part of a page that asks for itself. */
export interface Part<T> {
  /** The newest answer; while another is awaited, the one before. */
  readonly data: T | undefined
  readonly error: unknown
  /** The answer is to another question than the one that is asked by now. */
  readonly isOld: boolean
  readonly isAsking: boolean
  readonly retry: () => void
}

/**
 * Asks a question until it changes, then the next: what is still awaited is broken off.
 *
 * @param isWanted false: not yet
 */
export function usePart<T>(
  name: string,
  question: object,
  answer: (signal: AbortSignal) => Promise<T>,
  isWanted = true,
): Part<T> {
  const { data, error, isPlaceholderData, isFetching, refetch } = useQuery({
    queryKey: ['traces', name, question],
    queryFn: ({ signal }) => answer(signal),
    enabled: isWanted,
    // The window is fixed: later answers would be the same but for traces that came late.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 120_000,
    retry: isWorthRetrying,
  })
  return { data, error, isOld: isPlaceholderData, isAsking: isFetching, retry: () => void refetch() }
}

/** A question that the server refuses is refused again. */
export function isWorthRetrying(times: number, error: unknown): boolean {
  return times < 1 && !(error instanceof Problem && error.status >= 400 && error.status < 500)
}
