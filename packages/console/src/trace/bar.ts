import type { Zoom } from './axis.ts'
import type { Row } from './row.ts'

/** Pixels from the left of the lane; may lie outside of it, but not far. */
export interface Bar {
  readonly from: number
  readonly to: number
}

/** Of what is in progress nobody knows the length. */
export const stubWidth = 28
const narrowest = 2

export function pixelOf(moment: number, { from, to }: Zoom, width: number): number {
  return ((moment - from) / Math.max(1, to - from)) * width
}

export function barOf({ start, end }: Pick<Row, 'start' | 'end'>, zoom: Zoom, width: number): Bar {
  const left = Math.max(-8, pixelOf(start, zoom, width))
  const right = end === undefined ? left + stubWidth : Math.min(width + 8, pixelOf(end, zoom, width))
  return { from: left, to: Math.max(left + narrowest, right) }
}

/** An SVG path of rectangles for the stretches (starts and ends in turn) that are seen, those that touch as one. */
export function stretchesPath(
  stretches: readonly number[],
  zoom: Zoom,
  width: number,
  top: number,
  height: number,
): string {
  let path = ''
  let drawn: Bar | undefined
  const draw = () => {
    if (drawn) path += `M${drawn.from.toFixed(1)} ${top}H${drawn.to.toFixed(1)}v${height}H${drawn.from.toFixed(1)}z`
  }
  for (let at = 0; at + 1 < stretches.length; at += 2) {
    const start = stretches[at] ?? 0
    const end = stretches[at + 1] ?? start
    if (end < zoom.from || start > zoom.to) continue
    const bar = barOf({ start, end }, zoom, width)
    // Thousands of stretches are a few hundred pixels.
    if (drawn !== undefined && bar.from - drawn.to < 0.5) drawn = { from: drawn.from, to: Math.max(drawn.to, bar.to) }
    else {
      draw()
      drawn = bar
    }
  }
  draw()
  return path
}

/** Where the words beside a bar find room: right of it, left of it, or on it from some pixel on. */
export type LabelPlace =
  | { readonly side: 'right'; readonly at: number; readonly room: number }
  | { readonly side: 'left'; readonly at: number; readonly room: number }
  | { readonly side: 'on'; readonly at: number; readonly room: number }

const gap = 8

export function labelPlace({ from, to }: Bar, width: number, wanted: number): LabelPlace {
  const right = width - to - gap
  const left = from - gap
  if (right >= wanted || (right >= left && right >= 120)) return { side: 'right', at: to + gap, room: right }
  if (left >= wanted || left >= 120) return { side: 'left', at: from - gap, room: left }
  const start = Math.max(0, from) + 6
  return { side: 'on', at: start, room: Math.max(0, Math.min(width, to) - start - 6) }
}
