import { type PointerEvent, type RefObject, useEffect, useMemo, useRef } from 'react'
import type { Point } from './slots.ts'
import type { ViewportInUse } from './use-viewport.ts'

export interface GestureTargets {
  readonly positionOf: (id: number) => Point | undefined
  /** The edge at a world point. */
  readonly edgeAt: (point: Point) => string | undefined
  readonly onDrag: (id: number, to: Point) => void
  readonly onDrop: (id: number, at: Point) => void
  readonly onPress: (what: { readonly node: number } | { readonly edge: string } | undefined) => void
  readonly onHover: (
    what: { readonly node: number } | { readonly edge: string; readonly at: Point } | undefined,
  ) => void
}

/** Pixels that a pointer may tremble and still press. */
const trembling = 4

type Doing =
  | { readonly kind: 'node'; readonly id: number; readonly from: Point; readonly grip: Point; readonly moved: boolean }
  | { readonly kind: 'pan'; readonly from: Point; readonly last: Point; readonly moved: boolean }
  | { readonly kind: 'pinch' }

/** Mouse, pen and fingers: drag a node, pan, pinch, press, hover; and the wheel, which zooms. */
export function useGestures(frame: RefObject<HTMLElement | null>, viewport: ViewportInUse, targets: GestureTargets) {
  const newest = useRef(targets)
  newest.current = targets
  useEffect(() => {
    const room = frame.current
    if (room === null) return
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const pixels = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY
      const box = room.getBoundingClientRect()
      const about = { x: event.clientX - box.left, y: event.clientY - box.top }
      viewport.zoomBy(Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0016)), about)
      newest.current.onHover(undefined)
    }
    // React listens passively, and the page would scroll or zoom.
    room.addEventListener('wheel', onWheel, { passive: false })
    return () => room.removeEventListener('wheel', onWheel)
  }, [frame, viewport])
  return useMemo(() => {
    const down = new Map<number, Point>()
    let doing: Doing | undefined
    const onPointerDown = (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      const at = pointOf(event)
      down.set(event.pointerId, at)
      newest.current.onHover(undefined)
      if (down.size === 2) {
        doing = { kind: 'pinch' }
        return
      }
      const id = nodeOf(event.target)
      const position = id === undefined ? undefined : newest.current.positionOf(id)
      if (id === undefined || position === undefined) doing = { kind: 'pan', from: at, last: at, moved: false }
      else {
        const world = viewport.at(event)
        const grip = { x: position.x - world.x, y: position.y - world.y }
        doing = { kind: 'node', id, from: at, grip, moved: false }
      }
    }
    const onPointerMove = (event: PointerEvent<HTMLElement>) => {
      const at = pointOf(event)
      if (doing === undefined) {
        hover(event)
        return
      }
      const before = down.get(event.pointerId)
      if (before === undefined) return
      if (doing.kind === 'pinch') {
        pinch(event.currentTarget, event.pointerId, at)
        return
      }
      const moved = doing.moved || Math.hypot(at.x - doing.from.x, at.y - doing.from.y) > trembling
      if (doing.kind === 'pan') {
        if (moved) viewport.panBy({ x: at.x - doing.last.x, y: at.y - doing.last.y })
        doing = { ...doing, moved, last: moved ? at : doing.last }
      } else {
        doing = { ...doing, moved }
        if (moved) newest.current.onDrag(doing.id, gripped(doing.grip, viewport.at(event)))
      }
      down.set(event.pointerId, at)
    }
    const pinch = (room: HTMLElement, id: number, at: Point) => {
      const [other] = [...down].filter(([key]) => key !== id).map(([, point]) => point)
      const before = down.get(id)
      down.set(id, at)
      if (other === undefined || before === undefined) return
      const box = room.getBoundingClientRect()
      const about = { x: (at.x + other.x) / 2 - box.left, y: (at.y + other.y) / 2 - box.top }
      const distance = (point: Point) => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y))
      viewport.zoomBy(distance(at) / distance(before), about)
    }
    const hover = (event: PointerEvent<HTMLElement>) => {
      if (event.pointerType === 'touch') return
      const node = nodeOf(event.target)
      if (node !== undefined) {
        newest.current.onHover({ node })
        return
      }
      const at = viewport.at(event)
      const edge = newest.current.edgeAt(at)
      newest.current.onHover(edge === undefined ? undefined : { edge, at })
    }
    const onPointerUp = (event: PointerEvent<HTMLElement>) => {
      down.delete(event.pointerId)
      const done = doing
      if (done === undefined || (done.kind === 'pinch' && down.size > 0)) return
      doing = undefined
      if (done.kind === 'node') {
        if (done.moved) newest.current.onDrop(done.id, gripped(done.grip, viewport.at(event)))
        else newest.current.onPress({ node: done.id })
      } else if (done.kind === 'pan' && !done.moved) {
        const edge = newest.current.edgeAt(viewport.at(event))
        newest.current.onPress(edge === undefined ? undefined : { edge })
      }
    }
    const onPointerCancel = (event: PointerEvent<HTMLElement>) => {
      const done = doing
      down.delete(event.pointerId)
      doing = undefined
      const position = done?.kind === 'node' ? newest.current.positionOf(done.id) : undefined
      if (done?.kind === 'node' && done.moved && position !== undefined) newest.current.onDrop(done.id, position)
    }
    const onPointerLeave = () => newest.current.onHover(undefined)
    return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onPointerLeave }
  }, [viewport])
}

function pointOf({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Point {
  return { x: clientX, y: clientY }
}

function gripped(grip: Point, world: Point): Point {
  return { x: world.x + grip.x, y: world.y + grip.y }
}

function nodeOf(target: EventTarget): number | undefined {
  const element = target instanceof Element ? target.closest('[data-place]') : null
  const text = element?.getAttribute('data-place')
  return text === null || text === undefined ? undefined : Number(text)
}
