import { type Point, slot } from './slots.ts'

/** A world point p is seen at p · scale + (x, y), in pixels of the map's frame. */
export interface Viewport {
  readonly x: number
  readonly y: number
  readonly scale: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export const scales = { least: 0.08, most: 2.5 } as const

/** Zoomed about a point of the frame, which stays where it is. */
export function zoomed(viewport: Viewport, factor: number, about: Point): Viewport {
  const scale = Math.min(scales.most, Math.max(scales.least, viewport.scale * factor))
  const by = scale / viewport.scale
  return { scale, x: about.x - (about.x - viewport.x) * by, y: about.y - (about.y - viewport.y) * by }
}

export function panned(viewport: Viewport, by: Point): Viewport {
  return { ...viewport, x: viewport.x + by.x, y: viewport.y + by.y }
}

/** A part of the frame, in pixels from its corner. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** What circle and names take around the middle of a circle. */
const around = { left: slot.width / 2, top: 46, right: slot.width / 2, bottom: 80 } as const

/**
 * What shows all of the points, in the middle, as large as it may be but not above natural size, and with no node below
 * what covers the frame in its corners. Where they find no room beside that: below it after all.
 */
export function fitted(points: readonly Point[], frame: Size, covers: readonly Box[] = []): Viewport {
  const whole = { left: 0, top: 0, right: frame.width, bottom: frame.height }
  let rooms: readonly Box[] = [whole]
  for (const cover of covers) rooms = rooms.flatMap((room) => [room, above(room, cover), beside(room, cover, frame)])
  const free = rooms
    .map((room) => fittedInto(points, room))
    .filter((viewport) => points.every((point) => covers.every((cover) => !lies(point, viewport, cover))))
  return free.toSorted((a, b) => b.scale - a.scale)[0] ?? fittedInto(points, whole)
}

function above(room: Box, { top }: Box): Box {
  return { ...room, bottom: Math.min(room.bottom, top) }
}

function beside(room: Box, { left, right }: Box, { width }: Size): Box {
  return left > width / 2
    ? { ...room, right: Math.min(room.right, left) }
    : { ...room, left: Math.max(room.left, right) }
}

function fittedInto(points: readonly Point[], room: Box): Viewport {
  const margin = { left: 74, right: 74, top: 76, bottom: 104 }
  const [width, height] = [room.right - room.left, room.bottom - room.top]
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const { x, y } of points) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  if (left > right) return { x: room.left + width / 2, y: room.top + height / 2, scale: 1 }
  const world = { width: right - left + margin.left + margin.right, height: bottom - top + margin.top + margin.bottom }
  const scale = Math.min(1, Math.max(scales.least, Math.min(width / world.width, height / world.height)))
  return {
    scale,
    x: room.left + width / 2 - ((left - margin.left + right + margin.right) / 2) * scale,
    y: room.top + height / 2 - ((top - margin.top + bottom + margin.bottom) / 2) * scale,
  }
}

/** Whether something of a node is seen in a part of the frame. */
function lies(node: Point, viewport: Viewport, part: Box): boolean {
  const { x, y } = worldToFrame(viewport, node)
  const { scale } = viewport
  return (
    x + around.right * scale > part.left &&
    x - around.left * scale < part.right &&
    y + around.bottom * scale > part.top &&
    y - around.top * scale < part.bottom
  )
}

/** Whether the middle of a circle is within the frame. */
export function isSeen(node: Point, viewport: Viewport, frame: Size): boolean {
  const { x, y } = worldToFrame(viewport, node)
  return x >= 0 && y >= 0 && x <= frame.width && y <= frame.height
}

/** The same viewport, moved no farther than needed to show a point well inside the frame. */
export function revealing(viewport: Viewport, point: Point, frame: Size, margin = 110): Viewport {
  const seen = worldToFrame(viewport, point)
  const shift = (at: number, size: number) =>
    size < 2 * margin ? size / 2 - at : at < margin ? margin - at : at > size - margin ? size - margin - at : 0
  const by = { x: shift(seen.x, frame.width), y: shift(seen.y, frame.height) }
  return by.x === 0 && by.y === 0 ? viewport : panned(viewport, by)
}

export function worldToFrame({ x, y, scale }: Viewport, point: Point): Point {
  return { x: point.x * scale + x, y: point.y * scale + y }
}

export function frameToWorld({ x, y, scale }: Viewport, point: Point): Point {
  return { x: (point.x - x) / scale, y: (point.y - y) / scale }
}
