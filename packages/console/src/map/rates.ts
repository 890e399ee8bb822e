import type { Requests } from './graph.ts'

/** Below this a single request would look like a flood. */
const shortest = 10

/**
 * Minutes that rates are told over: the part of a window (in seconds) since the first stored trace, so that a map one
 * minute old shows true rates.
 *
 * @param firstStored start of the first trace there is, undefined where it lies before the window
 */
export function minutesOf(window: { readonly start: number; readonly end: number }, firstStored?: number): number {
  const start = Math.max(window.start, Math.min(firstStored ?? window.start, window.end))
  return Math.max(shortest, window.end - start) / 60
}

/** Seconds; undefined without requests. */
export function averageOf({ total, seconds }: Requests): number | undefined {
  return total === 0 ? undefined : seconds / total
}

/** Share of requests, 0 to 1, that ended so. */
export function shareOf(requests: Requests, state: 'ok' | 'error' | 'throttle' | 'fault'): number {
  return requests.total === 0 ? 0 : requests[state] / requests.total
}

/** Requests that did not end well. */
export function impacted({ error, throttle, fault }: Requests): number {
  return error + throttle + fault
}
