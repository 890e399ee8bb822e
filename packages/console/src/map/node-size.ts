import type { MapGraph } from './graph.ts'
import { impacted } from './rates.ts'
import { radii } from './slots.ts'

export const sizings = ['none', 'traffic', 'impact'] as const
/** What the size of a node stands for: nothing, its requests, or those of them that did not end well. */
export type Sizing = (typeof sizings)[number]

/** Radius by node; the area of a circle grows with what it stands for. Never more than a slot holds. */
export function radiusOf(graph: MapGraph, sizing: Sizing): ReadonlyMap<number, number> {
  const amount = graph.nodes.map(
    ({ id, requests }) => [id, sizing === 'impact' ? impacted(requests) : requests.total] as const,
  )
  const most = Math.max(1, ...amount.map(([, value]) => value))
  return new Map(
    amount.map(([id, value]) => [
      id,
      sizing === 'none' ? radii.usual : Math.round(radii.least + (radii.most - radii.least) * Math.sqrt(value / most)),
    ]),
  )
}

/** Pixels: 1.25 for a single call, 5 for the busiest edge, by the logarithm between. */
export function edgeWidth(count: number, most: number): number {
  if (most <= 1 || count <= 1) return 1.25
  return Math.round((1.25 + 3.75 * (Math.log(count) / Math.log(most))) * 4) / 4
}
