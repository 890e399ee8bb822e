import { type RefObject, useEffect, useMemo, useRef } from 'react'
import type { Point } from './slots.ts'
import { fitted, frameToWorld, panned, revealing, type Size, type Viewport, worldToFrame, zoomed } from './viewport.ts'

/** Kept while the page lives, a view apart. */
const viewports = new Map<string, Viewport>()
/** Views that nobody has moved since they were fitted: they are fitted again when the frame changes its size. */
const untouched = new Set<string>()

export interface ViewportInUse {
  readonly current: () => Viewport
  readonly size: () => Size
  readonly zoomBy: (factor: number, about?: Point) => void
  readonly panBy: (by: Point) => void
  readonly fit: (points: Iterable<Point>) => void
  /** Nobody has moved it since it was fitted. */
  readonly isFitted: () => boolean
  /** Moves no farther than needed to show a point. */
  readonly reveal: (point: Point) => void
  /** World coordinates of a pointer event. */
  readonly at: (event: { readonly clientX: number; readonly clientY: number }) => Point
  /** Where a world point is seen in the frame. */
  readonly seen: (point: Point) => Point
}

/**
 * Zoom and pan of a view. They write the transform of `world` themselves, once a frame: React has nothing to do with them.
 */
export function useViewport(
  view: string,
  frame: RefObject<SVGSVGElement | null>,
  world: RefObject<SVGGElement | null>,
): ViewportInUse {
  const name = useRef(view)
  const drawing = useRef<number>(undefined)
  const use = useMemo(() => {
    const current = () => viewports.get(name.current) ?? { x: 0, y: 0, scale: 1 }
    const draw = () => {
      drawing.current = undefined
      const { x, y, scale } = current()
      world.current?.setAttribute('transform', `translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${scale.toFixed(4)})`)
      // How much is written at this size.
      frame.current?.setAttribute('data-zoom', scale > 0.62 ? 'near' : scale > 0.3 ? 'middle' : 'far')
    }
    const set = (next: Viewport, isFit = false) => {
      viewports.set(name.current, next)
      if (isFit) untouched.add(name.current)
      else untouched.delete(name.current)
      drawing.current ??= requestAnimationFrame(draw)
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
    return {
      current,
      size,
      draw,
      zoomBy: (factor: number, about?: Point) => set(zoomed(current(), factor, about ?? middle())),
      panBy: (by: Point) => set(panned(current(), by)),
      fit: (points: Iterable<Point>) => set(fitted(points, size()), true),
      isFitted: () => untouched.has(name.current),
      reveal: (point: Point) => {
        const next = revealing(current(), point, size())
        if (next !== current()) set(next)
      },
      at: (event: { readonly clientX: number; readonly clientY: number }) => frameToWorld(current(), inFrame(event)),
      seen: (point: Point) => worldToFrame(current(), point),
    }
  }, [frame, world])
  useEffect(() => {
    name.current = view
    use.draw()
  }, [view, use])
  return use
}

/** Whether a view has been fitted or moved before. */
export function hasViewport(view: string): boolean {
  return viewports.has(view)
}
