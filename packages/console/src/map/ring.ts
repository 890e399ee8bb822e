import type { Requests } from './graph.ts'
import type { Point } from './slots.ts'

export const states = ['fault', 'throttle', 'error', 'ok'] as const
export type RequestState = (typeof states)[number]

export interface Arc {
  readonly state: RequestState
  /** SVG path. */
  readonly path: string
}

const origin: Point = { x: 0, y: 0 }

/** One fault among a million must be seen: no arc is smaller than this share of the ring. */
const smallest = 0.02

/**
 * What is drawn upon the green ring of a node: an arc for each state other than ok that occurred, clockwise from the top,
 * as long as its share; the smallest is still visible, at the cost of the largest.
 */
export function arcsOf(requests: Requests, radius: number, middle = origin): readonly Arc[] {
  const present = states.filter((state) => requests[state] > 0)
  const widened = present.map((state) => Math.max(smallest, requests[state] / requests.total))
  const surplus = widened.reduce((sum, share) => sum + share, 0) - 1
  const largest = widened.indexOf(Math.max(...widened))
  const shares = widened.map((share, index) => (index === largest ? share - surplus : share))
  let from = 0
  return present.flatMap((state, index): readonly Arc[] => {
    const share = shares[index] ?? 0
    const arc = { state, path: arcPath(radius, from, from + share, middle) }
    from += share
    return state === 'ok' ? [] : [arc]
  })
}

/** From one share of the round to another, clockwise from the top. */
export function arcPath(radius: number, from: number, to: number, middle = origin): string {
  // One arc command cannot go all the way round.
  const isRound = to - from > 0.9999
  const [start, ...ends] = (isRound ? [0, 0.5, 1] : [from, to]).map((share) => pointAt(middle, radius, share))
  const isLong = !isRound && to - from > 0.5
  return `M${start}${ends.map((end) => `A${radius} ${radius} 0 ${isLong ? 1 : 0} 1 ${end}`).join('')}`
}

function pointAt({ x, y }: Point, radius: number, share: number): string {
  const angle = 2 * Math.PI * share
  return `${(x + radius * Math.sin(angle)).toFixed(2)} ${(y - radius * Math.cos(angle)).toFixed(2)}`
}
