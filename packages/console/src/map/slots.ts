/** World coordinates: pixels at zoom 1. Of a node, the middle of its circle. */
export interface Point {
  readonly x: number
  readonly y: number
}

export const radii = { least: 27, usual: 37, most: 44 } as const

/** The room that a node has, whatever its size: circle and two lines below. */
export const slot = { width: 168, height: 134, column: 236 } as const

/** Whether two nodes would touch there: circles or names. */
export function touch(a: Point, b: Point): boolean {
  return Math.abs(a.x - b.x) < slot.width && Math.abs(a.y - b.y) < slot.height
}
