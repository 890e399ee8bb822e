import type { Point } from './slots.ts'
import type { Size } from './viewport.ts'

/** Of the hover card, in pixels from the edges of the map's frame: whatever it has to say, it lies within. */
export type CardPlace = { readonly left: number } & ({ readonly top: number } | { readonly bottom: number })

export const cardWidth = 270

/** Room to the edges of the frame. */
const margin = 8
/** How far the card reaches beyond the middle of what it is about. */
const beyond = 40

/** Beside a point: to its right where there is room; in the lower half of the frame the card grows upwards. */
export function cardPlace(at: Point, aside: number, frame: Size): CardPlace {
  const isRight = at.x + aside + cardWidth <= frame.width
  const left = Math.max(margin, isRight ? at.x + aside : at.x - aside - cardWidth)
  return at.y < frame.height / 2
    ? { left, top: Math.max(margin, at.y - beyond) }
    : { left, bottom: Math.max(margin, frame.height - at.y - beyond) }
}
