import type { Requests } from './graph.ts'

export const states = ['fault', 'throttle', 'error', 'ok'] as const
export type RequestState = (typeof states)[number]

export interface Arc {
  readonly state: RequestState
  /** SVG path around 0,0. */
  readonly path: string
}

/** One fault among a million must be seen: no arc is smaller than this share of the ring. */
const smallest = 0.02

/**
 * What is drawn upon the green ring of a node: an arc for each state other than ok that occurred, clockwise from the top,
 * as long as its share; the smallest is still visible, at the cost of the largest.
 */
export function arcsOf(requests: Requests, radius: number): readonly Arc[] {
  const present = states.filter((state) => requests[state] > 0)
  const widened = present.map((state) => Math.max(smallest, requests[state] / requests.total))
  const surplus = widened.reduce((sum, share) => sum + share, 0) - 1
  const largest = widened.indexOf(Math.max(...widened))
  const shares = widened.map((share, index) => (index === largest ? share - surplus : share))
  let from = 0
  return present.flatMap((state, index): readonly Arc[] => {
    const share = shares[index] ?? 0
    const arc = { state, path: arcPath(radius, from, from + share) }
    from += share
    return state === 'ok' ? [] : [arc]
  })
}

/** From one share of the round to another, clockwise from the top. */
export function arcPath(radius: number, from: number, to: number): string {
  // One arc command cannot go all the way round.
  if (to - from > 0.9999)
    return `M0 ${-radius}A${radius} ${radius} 0 1 1 0 ${radius}A${radius} ${radius} 0 1 1 0 ${-radius}`
  return `M${pointAt(radius, from)}A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${pointAt(radius, to)}`
}

function pointAt(radius: number, share: number): string {
  const angle = 2 * Math.PI * share
  return `${(radius * Math.sin(angle)).toFixed(2)} ${(-radius * Math.cos(angle)).toFixed(2)}`
}
