import { textLiteral } from '@roentgen/filter'
import { bucketEnd } from '@roentgen/trace'
import { secondsLiteral } from '../format/seconds-literal.ts'
import type { MapEdge, MapGraph, MapNode } from './graph.ts'
import type { Choice } from './request-choice.ts'

/** The filter expression whose traces went through a node, with requests there as chosen. */
export function nodeFilter(graph: MapGraph, node: MapNode, choice: Choice): string {
  if (node.kind !== 'client') return `service(${idText(graph, node)})${braces(choice)}`
  const [only] = graph.edges.filter(({ from }) => from === node.id)
  return only === undefined ? `service(${textLiteral(node.name)}) { root }` : edgeFilter(graph, only, choice)
}

/** The filter expression whose traces have a call from one to the other, as chosen. */
export function edgeFilter(graph: MapGraph, edge: MapEdge, choice: Choice): string {
  return `${selectorOfEdge(graph, edge)}${braces(choice)}`
}

/** X-Ray's limit for an EntitySelectorExpression. */
const longestSelector = 500

/** The EntitySelectorExpression of a node or an edge. Of names too long for it together, the types are left out. */
export function selectorOf(graph: MapGraph, of: MapNode | MapEdge): string {
  if (!('from' in of)) {
    const [only] = of.kind === 'client' ? graph.edges.filter(({ from }) => from === of.id) : []
    return only === undefined ? `service(${idText(graph, of)})` : selectorOf(graph, only)
  }
  const exact = selectorOfEdge(graph, of)
  if (exact.length <= longestSelector) return exact
  return `edge(${textLiteral(graph.node.get(of.from)?.name ?? '')}, ${textLiteral(graph.node.get(of.to)?.name ?? '')})`
}

function selectorOfEdge(graph: MapGraph, { from, to }: MapEdge): string {
  const ends = [graph.node.get(from), graph.node.get(to)]
  return `edge(${ends.map((node) => (node === undefined ? textLiteral('') : idText(graph, node))).join(', ')})`
}

function idText({ nodes }: MapGraph, { name, type, account }: MapNode): string {
  const isAmbiguous = nodes.some((other) => other.name === name && other.type === type && other.account !== account)
  const parts = [`name: ${textLiteral(name)}`, `type: ${textLiteral(type)}`]
  return `id(${[...parts, ...(isAmbiguous && account !== undefined ? [`account.id: ${textLiteral(account)}`] : [])].join(', ')})`
}

/** Half-open like the buckets, so that a brushed bar and its list count the same (decision 019). */
function braces({ states, times }: Choice): string {
  const terms: string[] = []
  if (times !== undefined) {
    const end = bucketEnd(times.last)
    if (times.first > 0 || end === undefined) terms.push(`responsetime >= ${secondsLiteral(times.first / 1e6)}`)
    if (end !== undefined) terms.push(`responsetime < ${secondsLiteral(end / 1e6)}`)
  }
  const [only, ...others] = states
  if (only !== undefined) terms.push(others.length === 0 ? only : `(${states.join(' OR ')})`)
  if (terms.length === 1 && others.length > 0) return ` { ${states.join(' OR ')} }`
  return terms.length === 0 ? '' : ` { ${terms.join(' AND ')} }`
}
