import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import type { Point } from './slots.ts'
import {
  type Box,
  fitted,
  frameToWorld,
  panned,
  revealing,
  type Size,
  type Viewport,
  worldToFrame,
  zoomed,
} from './viewport.ts'

/** Kept while the page lives, a view apart. */
const viewports = new Map<string, Viewport>()
/** Views that nobody has moved since they were fitted: they are fitted again when the frame changes its size. */
const untouched = new Set<string>()

export interface ViewportInUse {
  readonly current: () => Viewport
  readonly size: () => Size
  readonly zoomBy: (factor: number, about?: Point) => void
  readonly panBy: (by: Point) => void
  /** Shows all, beside what is marked with `data-covers-map`. */
  readonly fit: (points: readonly Point[]) => void
  /** Nobody has moved it since it was fitted. */
  readonly isFitted: () => boolean
  /** Moves no farther than needed to show a point. */
  readonly reveal: (point: Point) => void
  /** World coordinates of a pointer event. */
  readonly at: (event: { readonly clientX: number; readonly clientY: number }) => Point
  /** Where a world point is seen in the frame. */
  readonly seen: (point: Point) => Point
  /** Hears of each move, once a frame. */
  readonly subscribe: (moved: () => void) => () => void
}

/**
 * Zoom and pan of a view. They write the transform of `world` themselves, once a frame: React has nothing to do with them.
 */
export function useViewport(
  view: string,
  frame: RefObject<HTMLElement | null>,
  world: RefObject<SVGSVGElement | null>,
): ViewportInUse {
  const name = useRef(view)
  const drawing = useRef<number>(undefined)
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined)
  const use = useMemo(() => {
    const listeners = new Set<() => void>()
    const current = () => viewports.get(name.current) ?? { x: 0, y: 0, scale: 1 }
    /** Less is written at once; more, which takes longer than a frame, when the viewport rests. */
    const writeDetail = (isAtOnce: boolean) => {
      clearTimeout(resting.current)
      const [element, detail] = [frame.current, detailAt(current().scale)]
      if (element === null || element.dataset.zoom === detail) return
      const write = () => {
        element.dataset.zoom = detail
      }
      if (isAtOnce || details.indexOf(detail) < details.indexOf(element.dataset.zoom ?? '')) write()
      else resting.current = setTimeout(write, rest)
    }
    const draw = (isWhole = false) => {
      if (drawing.current !== undefined) cancelAnimationFrame(drawing.current)
      drawing.current = undefined
      const { x, y, scale } = current()
      if (world.current !== null)
        world.current.style.transform = `translate(${x.toFixed(2)}px, ${y.toFixed(2)}px) scale(${scale.toFixed(4)})`
      writeDetail(isWhole)
      for (const moved of listeners) moved()
    }
    const set = (next: Viewport, isFit = false) => {
      viewports.set(name.current, next)
      if (isFit) untouched.add(name.current)
      else untouched.delete(name.current)
      // What is fitted is about to be seen: not for a frame at another size.
      if (isFit) draw(true)
      else drawing.current ??= requestAnimationFrame(() => draw())
    }
    const size = (): Size => ({
      width: frame.current?.clientWidth ?? 0,
      height: frame.current?.clientHeight ?? 0,
    })
    const middle = () => ({ x: size().width / 2, y: size().height / 2 })
    const inFrame = ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Point => {
      const box = frame.current?.getBoundingClientRect()
      return { x: clientX - (box?.left ?? 0), y: clientY - (box?.top ?? 0) }
    }
    const covers = (): readonly Box[] => {
      const box = frame.current?.getBoundingClientRect()
      const all = frame.current?.closest('[data-map]')?.querySelectorAll('[data-covers-map]') ?? []
      return [...all].map((each) => {
        const { left, top, right, bottom } = each.getBoundingClientRect()
        const [x, y] = [box?.left ?? 0, box?.top ?? 0]
        return { left: left - x, top: top - y, right: right - x, bottom: bottom - y }
      })
    }
    return {
      current,
      size,
      draw,
      zoomBy: (factor: number, about?: Point) => set(zoomed(current(), factor, about ?? middle())),
      panBy: (by: Point) => set(panned(current(), by)),
      fit: (points: readonly Point[]) => set(fitted(points, size(), covers()), true),
      isFitted: () => untouched.has(name.current),
      reveal: (point: Point) => {
        const next = revealing(current(), point, size())
        if (next !== current()) set(next)
      },
      at: (event: { readonly clientX: number; readonly clientY: number }) => frameToWorld(current(), inFrame(event)),
      seen: (point: Point) => worldToFrame(current(), point),
      subscribe: (moved: () => void) => {
        listeners.add(moved)
        return () => {
          listeners.delete(moved)
        }
      },
    }
  }, [frame, world])
  useLayoutEffect(() => {
    name.current = view
    use.draw(true)
  }, [view, use])
  useEffect(
    () => () => {
      if (drawing.current !== undefined) cancelAnimationFrame(drawing.current)
      drawing.current = undefined
      clearTimeout(resting.current)
    },
    [],
  )
  return use
}

/** Whether a view has been fitted or moved before. */
export function hasViewport(view: string): boolean {
  return viewports.has(view)
}

/** How long a viewport stands still before more is written; ms. */
const rest = 150

/** How much is written, from far away to near by. */
const details: readonly string[] = ['farthest', 'far', 'middle', 'near']

/** Names are written as long as anyone can read them. */
function detailAt(scale: number): string {
  return scale > 0.62 ? 'near' : scale > 0.3 ? 'middle' : scale > 0.16 ? 'far' : 'farthest'
}
