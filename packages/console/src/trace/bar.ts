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

/** An SVG path of rectangles, one for each stretch (starts and ends in turn) that is seen. */
export function stretchesPath(
  stretches: readonly number[],
  zoom: Zoom,
  width: number,
  top: number,
  height: number,
): string {
  let path = ''
  for (let at = 0; at + 1 < stretches.length; at += 2) {
    const start = stretches[at] ?? 0
    const end = stretches[at + 1] ?? start
    if (end < zoom.from || start > zoom.to) continue
    const { from, to } = barOf({ start, end }, zoom, width)
    path += `M${from.toFixed(1)} ${top}H${to.toFixed(1)}v${height}H${from.toFixed(1)}z`
  }
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
