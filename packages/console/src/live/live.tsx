import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
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
  const [traces] = useState(announcements)
  const address = liveAddress(path, { filter, group })

  useEffect(() => {
    const opened: LiveConnection = new LiveConnection({
      onNews: renewalOf(questions, () => opened.isFollowing),
      onState: setState,
      onRevision: (topic, revision) => {
        if (topic === 'traces') traces.say(revision)
      },
    })
    setConnection(opened)
    return () => opened.close()
  }, [questions, traces])
  useEffect(() => connection?.pause(isPaused), [connection, isPaused])
  useEffect(() => {
    // Of another filter's stream nobody knows it before its first event.
    traces.say(undefined)
    connection?.follow(address)
  }, [connection, address, traces])

  const view = useMemo(() => ({ state, setPaused, traces }), [state, traces])
  return <context.Provider value={view}>{children}</context.Provider>
}
