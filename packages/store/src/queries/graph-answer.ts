import {
  byCallerAndCallee,
  byEntity,
  type Entity,
  type GraphEdge,
  type GraphNode,
  type Histogram,
  histogramEdges,
  type Micros,
  otherEntity,
  type ServiceGraph,
} from '@roentgen/trace'
import { KnownEntities } from '../known-entities.ts'
import { RowBinaryReader } from '../row-binary-reader.ts'
import { otherNumber } from './requests-sql.ts'

/** Asks for nodes and edges, at once or one after the other. */
export async function both<Answer>(
  nodes: () => Promise<Answer>,
  edges: () => Promise<Answer>,
  inTurn: boolean,
): Promise<[Answer, Answer]> {
  return inTurn ? [await nodes(), await edges()] : Promise.all([nodes(), edges()])
}

/** The maps of an answer by what their rows begin with. */
class Graphs {
  readonly #graphs = new Map<Micros, { nodes: GraphNode[]; edges: GraphEdge[] }>()

  at(at: Micros) {
    const known = this.#graphs.get(at)
    if (known !== undefined) return known
    const graph = { nodes: [], edges: [] }
    this.#graphs.set(at, graph)
    return graph
  }

  inOrder(): Map<Micros, ServiceGraph> {
    for (const { nodes, edges } of this.#graphs.values()) {
      nodes.sort(byEntity)
      edges.sort(byCallerAndCallee)
    }
    return this.#graphs
  }
}

/** Of rows of the map, which name their entities. RowBinary; undefined: not asked. */
export function graphsOfNames(nodes: Buffer | undefined, edges: Buffer | undefined): Map<Micros, ServiceGraph> {
  const graphs = new Graphs()
  const entities = new KnownEntities()
  for (const row of rowsOf(nodes)) {
    const at = row.int64() as Micros
    const entity = entityOf(row, entities)
    graphs.at(at).nodes.push({ entity, root: row.bool(), active: row.bool(), ...numbersOf(row) })
  }
  for (const row of rowsOf(edges)) {
    const at = row.int64() as Micros
    const called = row.bool()
    const from = entityOf(row, entities)
    const to = entityOf(row, entities)
    const type = row.bool() ? 'link' : ''
    graphs.at(at).edges.push({ from: called ? from : undefined, to, type, ...numbersOf(row) })
  }
  return graphs.inOrder()
}

const client = '\0'.repeat(8)
const nobody: Entity = { name: '', type: '', account: '' }
const other = `${String.fromCharCode(otherNumber)}${'\0'.repeat(7)}`

/**
 * Of summaries, whose edges name their ends by number. An edge of which the nodes do not know an end is left out: its
 * trace was stored between the two questions, and is not marked yet. Chosen ones have no ends.
 */
export function graphsOfNumbers(
  nodes: Buffer | undefined,
  edges: Buffer | undefined,
  isChosen: boolean,
): Map<Micros, ServiceGraph> {
  const graphs = new Graphs()
  const entities = new KnownEntities()
  const byNumber = new Map<string, Entity>()
  for (const row of rowsOf(nodes)) {
    const at = row.int64() as Micros
    const number = row.bits64()
    const named = entityOf(row, entities)
    const entity = number === other ? otherEntity : isChosen ? nobody : named
    byNumber.set(number, entity)
    graphs.at(at).nodes.push({ entity, root: row.bool(), active: row.bool(), ...numbersOf(row) })
  }
  for (const row of rowsOf(edges)) {
    const at = row.int64() as Micros
    const caller = row.bits64()
    const callee = row.bits64()
    const type = row.bool() ? 'link' : ''
    const from = byNumber.get(caller)
    const to = isChosen ? nobody : callee === other ? otherEntity : byNumber.get(callee)
    const numbers = numbersOf(row)
    if (to === undefined) continue
    if (caller === client) graphs.at(at).edges.push({ from: undefined, to, type, ...numbers })
    else if (caller === other) graphs.at(at).edges.push({ from: otherEntity, to, type, ...numbers })
    else if (from !== undefined) graphs.at(at).edges.push({ from, to, type, ...numbers })
  }
  return graphs.inOrder()
}

function* rowsOf(bytes: Buffer | undefined): Generator<RowBinaryReader> {
  if (bytes === undefined) return
  const reader = new RowBinaryReader(bytes)
  while (!reader.isAtEnd) yield reader
}

function entityOf(row: RowBinaryReader, known: KnownEntities): Entity {
  return known.of(row.string(), row.string(), row.string())
}

function numbersOf(row: RowBinaryReader) {
  return {
    ok: row.int64(),
    error: row.int64(),
    throttle: row.int64(),
    fault: row.int64(),
    totalTime: row.int64() as Micros,
    start: row.int64() as Micros,
    end: row.int64() as Micros,
    histogram: histogramOf(row.uint8s(), row.int64s()),
  }
}

/** Buckets are named by their places in histogramEdges. */
function histogramOf(buckets: readonly number[], counts: readonly number[]): Histogram {
  const pairs = buckets.map((bucket, i) => [histogramEdges[bucket] ?? (0 as Micros), counts[i] ?? 0] as const)
  return new Map(pairs.sort(([a], [b]) => a - b))
}
