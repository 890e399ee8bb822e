import { type GraphEdge, type GraphNode, histogramEdges, type ServiceGraph } from '@roentgen/trace'
import type { ElementNames } from './element-names.ts'
import { type NarrowColumn, narrowColumn, noNumbers } from './narrow-column.ts'

const numbers = ['ok', 'error', 'throttle', 'fault', 'totalTime', 'start', 'end'] as const
/** Of elements, in this order: ok, error, throttle, fault, total time, start, end. */
export const numbersOfElement = numbers.length

/** The nodes or the edges of a map, column by column: a thirtieth of the memory of objects, and added up as fast as it is read. */
export interface PackedElements {
  /** Their numbers in {@link ElementNames}, each once. */
  readonly names: Uint32Array
  /** Of nodes: root and active as in rows of the map. */
  readonly flags: Uint8Array
  /** {@link numbersOfElement} columns. */
  readonly numbers: readonly NarrowColumn[]
  /** Where the buckets of each end. */
  readonly ends: Uint32Array
  /** Places in histogramEdges, and the requests in each. */
  readonly buckets: Uint8Array
  readonly counts: NarrowColumn
}

export interface PackedGraph {
  readonly nodes: PackedElements
  readonly edges: PackedElements
}

const none: PackedElements = {
  names: new Uint32Array(),
  flags: new Uint8Array(),
  numbers: Array.from({ length: numbersOfElement }, () => noNumbers),
  ends: new Uint32Array(),
  buckets: new Uint8Array(),
  counts: noNumbers,
}
export const emptyGraph: PackedGraph = { nodes: none, edges: none }

/** Bits of {@link PackedElements.flags}, the same as in rows of the map. */
export const packedBit = { active: 1, root: 64 } as const

const places = new Map(histogramEdges.map((edge, place) => [edge, place]))

export function packGraph({ nodes, edges }: ServiceGraph, names: ElementNames): PackedGraph {
  return {
    nodes: packed(nodes, (node) => names.node(node.entity), flagsOf),
    edges: packed(
      edges,
      ({ from, to, type }) => names.edge(from === undefined ? -1 : names.node(from), names.node(to), type === 'link'),
      () => 0,
    ),
  }
}

function flagsOf({ root, active }: GraphNode): number {
  return (root ? packedBit.root : 0) | (active ? packedBit.active : 0)
}

function packed<Of extends GraphNode | GraphEdge>(
  elements: readonly Of[],
  nameOf: (element: Of) => number,
  bitsOf: (element: Of) => number,
): PackedElements {
  const ends = new Uint32Array(elements.length)
  const buckets: number[] = []
  const counts: number[] = []
  for (const [i, element] of elements.entries()) {
    for (const [edge, count] of element.histogram) {
      buckets.push(places.get(edge) ?? 0)
      counts.push(count)
    }
    ends[i] = buckets.length
  }
  return {
    names: Uint32Array.from(elements, nameOf),
    flags: Uint8Array.from(elements, bitsOf),
    numbers: numbers.map((field) => narrowColumn(elements.map((element) => element[field]))),
    ends,
    buckets: Uint8Array.from(buckets),
    counts: narrowColumn(counts),
  }
}

/** What an array takes besides its numbers, bytes. */
const perArray = 200

export function bytesOf({ nodes, edges }: PackedGraph): number {
  return bytesOfElements(nodes) + bytesOfElements(edges)
}

function bytesOfElements({ names, flags, numbers, ends, buckets, counts }: PackedElements): number {
  const columns = [...numbers, counts].map(({ above }) => above)
  return [names, flags, ends, buckets, ...columns].reduce((sum, { byteLength }) => sum + byteLength + perArray, 0)
}
