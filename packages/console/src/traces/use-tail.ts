import type { TraceSetQuestion } from '@roentgen/api'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useLive } from '../live/live.tsx'
import type { LiveState } from '../live/live-connection.ts'
import { arrivalsSince } from '../wire/live-traces.ts'
import { arrived, emptyTail, released, type Tail } from './tail.ts'

interface Tailing {
  readonly tail: Tail
  readonly state: LiveState
  readonly error: unknown
  readonly release: () => void
}

/**
 * Traces as they complete, while it is on; begun anew for another filter.
 *
 * @param isHeld asked at each answer: nothing may move now
 */
export function useTail(
  { filter, group }: Pick<TraceSetQuestion, 'filter' | 'group'>,
  isOn: boolean,
  isHeld: () => boolean,
  isListed: (id: string) => boolean,
): Tailing {
  const { state, traces } = useLive()
  const [tail, setTail] = useState(emptyTail)
  const [error, setError] = useState<unknown>()
  const reading = useRef({ isHeld, isListed })
  reading.current = { isHeld, isListed }

  useEffect(() => {
    setTail(emptyTail)
    setError(undefined)
    if (!isOn) return
    const closing = new AbortController()
    const set = { ...(filter !== undefined && { filter }), ...(group !== undefined && { group }) }
    let after = traces.latest()
    let isBusy = false
    let isNewer = false
    const ask = async (from: string): Promise<void> => {
      isNewer = false
      const answer = await arrivalsSince({ ...set, after: from }, closing.signal)
      after = answer.revision
      setTail((before) =>
        arrived(before, answer, { isHeld: reading.current.isHeld(), isListed: reading.current.isListed }),
      )
      setError(undefined)
      if ((answer.more || isNewer) && !closing.signal.aborted) await ask(answer.revision)
    }
    const deaf = traces.listen(async (revision) => {
      isNewer = true
      // A stream begins with where it stands: what came before is in the list, which is asked for again then.
      after ??= revision
      if (isBusy) return
      isBusy = true
      await ask(after).catch((problem: unknown) => closing.signal.aborted || setError(problem))
      isBusy = false
    })
    return () => {
      closing.abort()
      deaf()
    }
  }, [filter, group, isOn, traces])

  const release = useCallback(() => setTail(released), [])
  return { tail, state, error, release }
}
