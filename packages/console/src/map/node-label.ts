import { typeText } from '../format/entity-types.ts'
import { counted, durationText, rateText, shareText } from '../format/numbers.ts'
import type { MapNode, Requests } from './graph.ts'
import { averageOf, shareOf } from './rates.ts'

/** What a node reads like: `Frontend, ECS container, 189 ms, 20 per minute, 3 % faults`. */
export function nodeLabel(node: MapNode, minutes: number): string {
  const what =
    node.kind === 'client'
      ? [`Clients of ${node.name}`]
      : [node.name, typeText(node.type) + (node.kind === 'inferred' ? ', inferred' : '')]
  return [...what, ...numbersOf(node.requests, minutes)].join(', ')
}

/** What an edge reads like: `Frontend to cartservice, 4.0 ms, 2.0 per minute`. */
export function edgeLabel(from: MapNode, to: MapNode, requests: Requests, minutes: number): string {
  const caller = from.kind === 'client' ? 'Clients' : from.name
  return [`${caller} to ${to.name}`, ...numbersOf(requests, minutes)].join(', ')
}

function numbersOf(requests: Requests, minutes: number): readonly string[] {
  const average = averageOf(requests)
  if (average === undefined) return [counted(0, 'request')]
  return [
    durationText(average),
    `${rateText(requests.total / minutes)} per minute`,
    ...(['fault', 'error', 'throttle'] as const)
      .filter((state) => requests[state] > 0)
      .map((state) => `${shareText(shareOf(requests, state))} ${state}s`),
  ]
}
