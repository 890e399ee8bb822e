import { useCallback, useEffect, useRef, useState } from 'react'
import { askLayout } from './ask-layout.ts'
import type { MapGraph } from './graph.ts'
import type { Positions } from './place.ts'
import { forgetPlaces, keepPlace, placesByHand } from './places-by-hand.ts'
import { between, type Scene, sceneOf, withNewcomers, withNodeAt, withNodeNear } from './scene.ts'
import type { Point } from './slots.ts'

/** Scenes live as long as the page: who comes back from a trace finds the map as it was. */
const scenes = new Map<string, Scene>()

export interface SceneInUse {
  /** undefined while the first layout is made. */
  readonly scene: Scene | undefined
  /** Grows with each layout from scratch: time to fit. */
  readonly layouts: number
  readonly drag: (id: number, to: Point) => void
  /** Where it was dropped it stays, or beside that where others stand; and after a reload, too. */
  readonly drop: (id: number, at: Point) => void
  /** Lays everything out from scratch and forgets places given by hand. */
  readonly tidy: () => void
}

/** The scene of a view (a group and its focus); its graph may change, which moves nobody. */
export function useScene(view: string, graph: MapGraph | undefined): SceneInUse {
  const [, setDrawn] = useState(0)
  const redraw = useCallback(() => setDrawn((count) => count + 1), [])
  const [layouts, setLayouts] = useState(0)
  const running = useRef<{ readonly abort: () => void }>(undefined)
  const newest = useRef(graph)
  newest.current = graph
  const isWanted = graph !== undefined && !scenes.has(view)

  useEffect(() => {
    const asked = newest.current
    if (!isWanted || asked === undefined) return
    const { signal, abort } = abortable()
    void askLayout(asked, signal).then((layout) => {
      if (signal.aborted) return
      scenes.set(view, sceneOf(asked, layout, placesByHand(view)))
      setLayouts((count) => count + 1)
    })
    return abort
  }, [isWanted, view])

  const kept = scenes.get(view)
  const scene = kept === undefined || graph === undefined ? undefined : withNewcomers(kept, graph)
  useEffect(() => {
    // What a node was dropped at since this was drawn holds.
    if (scene !== undefined && scenes.get(view) === kept) scenes.set(view, scene)
  }, [scene, kept, view])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is tidied is the view that is left.
  useEffect(() => () => running.current?.abort(), [view])

  const change = useCallback(
    (by: (scene: Scene) => Scene) => {
      const before = scenes.get(view)
      if (before !== undefined) scenes.set(view, by(before))
      redraw()
    },
    [view, redraw],
  )
  const drag = useCallback((id: number, to: Point) => change((before) => withNodeAt(before, id, to)), [change])
  const drop = useCallback(
    (id: number, at: Point) => {
      change((before) => withNodeNear(before, id, at))
      const point = scenes.get(view)?.positions.get(id)
      if (point !== undefined) keepPlace(view, id, point)
    },
    [change, view],
  )
  const tidy = useCallback(() => {
    const asked = newest.current
    if (asked === undefined) return
    running.current?.abort()
    const { signal, abort } = abortable()
    running.current = { abort }
    void askLayout(asked, signal).then(async (layout) => {
      if (signal.aborted) return
      forgetPlaces(view)
      const target = sceneOf(asked, layout, new Map())
      const from = scenes.get(view)?.positions ?? target.positions
      await glide(from, target, signal, (next) => {
        scenes.set(view, next)
        redraw()
      })
      if (!signal.aborted) setLayouts((count) => count + 1)
    })
  }, [view, redraw])
  return { scene, layouts, drag, drop, tidy }
}

function abortable(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const controller = new AbortController()
  return { signal: controller.signal, abort: () => controller.abort() }
}

const glideFor = 420

/**
 * Moves all to their new places within a moment; at once where people want no motion, or when the signal ends it. Ends with the
 * scene in place.
 */
function glide(from: Positions, target: Scene, signal: AbortSignal, show: (scene: Scene) => void): Promise<void> {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
    show(target)
    return Promise.resolve()
  }
  return new Promise((resolve) => {
    let started: number | undefined
    const step = (now: number) => {
      started ??= now
      const share = signal.aborted ? 1 : Math.min(1, (now - started) / glideFor)
      show(share === 1 ? target : { ...target, positions: between(from, target.positions, share) })
      if (share < 1) requestAnimationFrame(step)
      else resolve()
    }
    requestAnimationFrame(step)
  })
}
