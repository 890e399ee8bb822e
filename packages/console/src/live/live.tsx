import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import { useView } from '../view/use-view.ts'
import { beginning } from './beginning.ts'
import { liveAddress } from './live-address.ts'
import { LiveConnection, type LiveState } from './live-connection.ts'
import './query-meta.ts'
import { renewalOf } from './renewal.ts'

interface LiveView {
  readonly state: LiveState
  readonly setPaused: (isPaused: boolean) => void
}

const context = createContext<LiveView>({ state: 'connecting', setPaused: () => {} })

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

  useEffect(() => {
    const opened = new LiveConnection({ onNews: renewalOf(questions), onState: setState })
    setConnection(opened)
    return () => opened.close()
  }, [questions])
  useEffect(() => connection?.pause(isPaused), [connection, isPaused])
  useEffect(() => connection?.follow(address), [connection, address])

  const view = useMemo(() => ({ state, setPaused }), [state])
  return <context.Provider value={view}>{children}</context.Provider>
}
