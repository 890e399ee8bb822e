import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { useView } from '../view/use-view.ts'
import { type Announcements, announcements } from './announcements.ts'
import { beginning } from './beginning.ts'
import { liveAddress } from './live-address.ts'
import { LiveConnection, type LiveState } from './live-connection.ts'
import './query-meta.ts'
import { renewalOf } from './renewal.ts'

interface LiveView {
  readonly state: LiveState
  readonly setPaused: (isPaused: boolean) => void
  /** Where the stream stands with the traces that fit the page's filter. */
  readonly traces: Announcements
}

const context = createContext<LiveView>({
  state: 'connecting',
  setPaused: () => {},
  traces: announcements(),
})

/** How this page hears of what is new, and whether it wants to. */
export function useLive(): LiveView {
  return useContext(context)
}

/** Keeps every question of the pages within that has `meta: { live: TOPIC }` at the newest answer. */
export function Live({ children }: { readonly children: ReactNode }) {
  const questions = useQueryClient()
  const [path] = useLocation()
  const { filter, group } = useView()
  const [state, setState] = useState<LiveState>('connecting')
  const [isPaused, setPaused] = useState(() => beginning.chosen() === 'pause')
  const [connection, setConnection] = useState<LiveConnection>()
  const address = liveAddress(path, { filter, group })
  // Of another filter's stream nobody knows where it stands before its first event.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said
  const traces = useMemo(announcements, [address])
  const followed = useRef(traces)

  useEffect(() => {
    const opened: LiveConnection = new LiveConnection({
      onNews: renewalOf(questions, () => opened.isFollowing),
      onState: setState,
      onRevision: (topic, revision) => {
        if (topic === 'traces') followed.current.say(revision)
      },
    })
    setConnection(opened)
    return () => opened.close()
  }, [questions])
  useEffect(() => connection?.pause(isPaused), [connection, isPaused])
  useEffect(() => {
    connection?.follow(address)
    followed.current = traces
  }, [connection, address, traces])

  const view = useMemo(() => ({ state, setPaused, traces }), [state, traces])
  return <context.Provider value={view}>{children}</context.Provider>
}
