import { useEffect, useMemo, useState } from 'react'
import type { Problem } from '../wire/problem.ts'
import type { Opened, Source } from './reader-calls.ts'
import { Reading } from './reading.ts'
import type { Arrangement } from './row.ts'
import type { Picture } from './trace-reader.ts'

export type TraceState =
  | { readonly kind: 'reading'; readonly bytes: number }
  | { readonly kind: 'failed'; readonly problem: Problem; readonly retry: () => void }
  | { readonly kind: 'nothing'; readonly opened: Opened }
  | { readonly kind: 'read'; readonly opened: Opened; readonly picture: Picture; readonly reading: Reading }

/** How often a trace that is in progress is read again, ms, and for how long after its start, s. */
const renewal = 3000
const renewedFor = 900

/** Reads a trace in a thread of its own, and again while it is in progress. */
export function useTrace(source: Source, { grouping, correctsClocks }: Arrangement): TraceState {
  const [state, setState] = useState<TraceState>({ kind: 'reading', bytes: 0 })
  const [opened, setOpened] = useState<{ readonly reading: Reading; readonly opened: Opened }>()
  const [attempt, setAttempt] = useState(0)
  const retry = useMemo(() => () => setAttempt((before) => before + 1), [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt reads again
  useEffect(() => {
    const reading = new Reading()
    setState({ kind: 'reading', bytes: 0 })
    setOpened(undefined)
    reading
      .ask('open', source, (bytes) => setState({ kind: 'reading', bytes }))
      .then((answer) => {
        if (answer.id === undefined) setState({ kind: 'nothing', opened: answer })
        else setOpened({ reading, opened: answer })
      })
      .catch((problem: Problem) => setState({ kind: 'failed', problem, retry }))
    return () => reading.close()
  }, [source, attempt, retry])

  useEffect(() => {
    if (opened === undefined) return
    let isOver = false
    opened.reading
      .ask('picture', { grouping, correctsClocks })
      .then((picture) => {
        if (!isOver) setState({ kind: 'read', picture, ...opened })
      })
      .catch((problem: Problem) => setState({ kind: 'failed', problem, retry }))
    return () => {
      isOver = true
    }
  }, [opened, grouping, correctsClocks, retry])

  const isLive =
    state.kind === 'read' &&
    source.kind === 'server' &&
    state.picture.overview.inProgress > 0 &&
    Date.now() / 1000 - state.picture.overview.start < renewedFor
  useEffect(() => {
    if (!isLive || opened === undefined) return
    const timer = setInterval(async () => {
      if (document.hidden) return
      // What is seen stays when the server does not answer for once.
      const answer = await opened.reading.ask('open', source).catch(() => undefined)
      if (answer?.id !== undefined) setOpened({ reading: opened.reading, opened: answer })
    }, renewal)
    return () => clearInterval(timer)
  }, [isLive, opened, source])

  return state
}
