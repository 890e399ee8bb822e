import type { TraceSetQuestion } from '@roentgen/api'
import { useEffect, useMemo, useRef } from 'react'
import { useSearch } from 'wouter'
import { defaultRange, parseRange, windowOf } from '../view/range.ts'
import { defaultGroup } from '../view/view.ts'
import { keptIn, stateWith } from './kept-view.ts'

/**
 * What the page asks about. The window stays while the filter is narrowed, so that what was counted is what is found, and
 * when someone comes back to it; the last minutes are other ones when they are asked for again.
 *
 * @param range as it stands in the address
 * @param times other when the query was run again
 * @param isFollowed the list goes on from the end of the window: it is always a new one
 */
export function useAskedSet(
  range: string,
  group: string,
  filter: string,
  times: string,
  isFollowed: boolean,
): TraceSetQuestion {
  const search = useSearch()
  const timesBefore = useRef(times)
  const window = useMemo(() => {
    const kept = timesBefore.current === times && !isFollowed ? keptIn(history.state, range) : undefined
    const { start, end } = kept ?? windowOf(parseRange(range) ?? defaultRange, Date.now() / 1000)
    return { start, end }
  }, [range, times, isFollowed])
  // Each address is an entry of its own.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said
  useEffect(() => {
    timesBefore.current = times
    history.replaceState(stateWith(history.state, { range, ...window }), '')
  }, [search, range, times, window])
  return useMemo(
    () => ({
      ...window,
      ...(filter.trim() !== '' && { filter }),
      ...(group !== defaultGroup && { group }),
    }),
    [window, filter, group],
  )
}
