import { useCallback, useEffect, useRef, useState } from 'react'
import type { MapGraph } from './graph.ts'
import type { Positions } from './place.ts'
import type { ViewportInUse } from './use-viewport.ts'
import { isSeen } from './viewport.ts'

const nobody: ReadonlySet<number> = new Set()

/**
 * Nodes that came since the view was opened and stand outside of what is seen of it, until they were seen.
 *
 * @param view names the scene; all that another one has is known from its first picture on
 */
export function useNewcomers(view: string, graph: MapGraph, positions: Positions, viewport: ViewportInUse) {
  const known = useRef<{ view: string; ids: Set<number> }>(undefined)
  const newest = useRef({ graph, positions })
  newest.current = { graph, positions }
  const [outside, setOutside] = useState(nobody)

  const look = useCallback(
    (came: Iterable<number>) => {
      const { graph: shown, positions: places } = newest.current
      setOutside((before) => {
        const all = new Set([...before, ...came])
        for (const id of all) {
          const place = places.get(id)
          if (!shown.node.has(id) || place === undefined || isSeen(place, viewport.current(), viewport.size()))
            all.delete(id)
        }
        return all.size === before.size && [...all].every((id) => before.has(id)) ? before : all
      })
    },
    [viewport],
  )
  useEffect(() => {
    const ids = graph.nodes.map(({ id }) => id)
    if (known.current?.view !== view) {
      known.current = { view, ids: new Set(ids) }
      setOutside(nobody)
      return
    }
    const { ids: before } = known.current
    // What only the period before had is drawn beside it, and is not new.
    const came = ids.filter((id) => !before.has(id) && graph.node.get(id)?.requests.total !== 0)
    for (const id of came) before.add(id)
    look(came)
  }, [view, graph, look])
  useEffect(() => (outside.size === 0 ? undefined : viewport.subscribe(() => look([]))), [outside, viewport, look])
  const forget = useCallback(() => setOutside(nobody), [])
  return { outside, forget }
}
