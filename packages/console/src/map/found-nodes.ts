import { typeText } from '../format/entity-types.ts'
import type { MapGraph, MapNode } from './graph.ts'

/** Proposals at once. */
const most = 12

/** Nodes with these words in name or type, in any case and order: those whose name begins with them first, then the busiest. */
export function foundNodes({ nodes }: MapGraph, text: string, limit = most): readonly MapNode[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const begins = ({ name }: MapNode) => Number(name.toLowerCase().startsWith(words[0] ?? ''))
  return nodes
    .filter((node) => {
      const own = `${node.name} ${node.type} ${typeText(node.type)}`.toLowerCase()
      return words.every((word) => own.includes(word))
    })
    .toSorted((a, b) => begins(b) - begins(a) || b.requests.total - a.requests.total || a.id - b.id)
    .slice(0, limit)
}
