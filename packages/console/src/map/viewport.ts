import type { Point } from './slots.ts'

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

/** What shows all of the points, in the middle, as large as it may be but not above natural size. */
export function fitted(points: Iterable<Point>, frame: Size): Viewport {
  const margin = { left: 74, right: 74, top: 76, bottom: 104 }
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const { x, y } of points) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  if (left > right) return { x: frame.width / 2, y: frame.height / 2, scale: 1 }
  const world = { width: right - left + margin.left + margin.right, height: bottom - top + margin.top + margin.bottom }
  const scale = Math.min(1, Math.max(scales.least, Math.min(frame.width / world.width, frame.height / world.height)))
  return {
    scale,
    x: frame.width / 2 - ((left - margin.left + right + margin.right) / 2) * scale,
    y: frame.height / 2 - ((top - margin.top + bottom + margin.bottom) / 2) * scale,
  }
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
