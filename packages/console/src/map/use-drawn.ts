import { useRef } from 'react'
import type { MapGraph } from './graph.ts'
import { type Drawn, nextDrawn } from './linger.ts'

/** What is drawn of a view, with what fades. Another view begins anew. */
export function useDrawn(view: string, graph: MapGraph | undefined, at: number): Drawn | undefined {
  const kept = useRef<{ readonly view: string; readonly graph: MapGraph; readonly drawn: Drawn }>(undefined)
  if (graph === undefined) return undefined
  const before = kept.current?.view === view ? kept.current : undefined
  if (before?.graph === graph) return before.drawn
  const drawn = nextDrawn(before?.drawn, graph, at)
  kept.current = { view, graph, drawn }
  return drawn
}
