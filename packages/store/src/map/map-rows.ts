import {
  type Counts,
  type Entity,
  type Histogram,
  histogramEdges,
  type Micros,
  type ServiceGraph,
} from '@roentgen/trace'
import type { Connection } from '../connection.ts'
import { mapEdgeBit, mapNodeBit } from '../queries/graphs-of-rows.ts'
import type { MapTable, RowState } from '../queries/row-states.ts'
import { RowBinary } from '../row-binary.ts'

const numbers = ['ok', 'error', 'throttle', 'fault', 'total_time', 'first', 'last', 'buckets', 'counts']
const columns = [
  'start',
  'late',
  'group_name',
  'version',
  'traces',
  ...['name', 'type', 'account', 'flags', ...numbers].map((column) => `node.${column}`),
  ...['from_name', 'from_type', 'from_account', 'to_name', 'to_type', 'to_account', 'flags', ...numbers].map(
    (column) => `edge.${column}`,
  ),
]

const nowhere: Entity = { name: '', type: '', account: '' }
const places = new Map(histogramEdges.map((edge, place) => [edge, place]))

/**
 * A row's response times stand at this sum (285 years): up to it numbers count each microsecond, in whatever order they are
 * added. Beyond it, where clocks are wrong by decades, a row that is made again would be another one.
 */
const mostTotalTime = (2 ** 53) as Micros

/** As rows hold it. */
export function totalTimeOfRow(totalTime: Micros): Micros {
  return totalTime < mostTotalTime ? totalTime : mostTotalTime
}

/** A map, and how many traces it is made of. */
export interface CountedGraph {
  readonly graph: ServiceGraph
  readonly traces: number | undefined
}

/** Rows of map_1m, map_1h or map_1d on their way into the table. */
export class MapRows {
  readonly #row = new RowBinary()
  #count = 0

  /**
   * `version`: the marks that were there before the map was read. `traces`: how many are in it; undefined: not known.
   * `group`: the name of its rows; without one it is Default's.
   */
  add({ start, isLate, version }: Omit<RowState, 'marks'>, { graph, traces }: CountedGraph, group = ''): void {
    const { nodes, edges } = graph
    const row = this.#row
    row.int64(start)
    row.bool(isLate)
    row.string(group)
    row.int64(version)
    row.int64(traces ?? -1)
    this.#entities(nodes.map(({ entity }) => entity))
    row.varint(nodes.length)
    for (const { root, active } of nodes) row.uint8((root ? mapNodeBit.root : 0) | (active ? mapNodeBit.active : 0))
    this.#numbers(nodes)
    this.#entities(edges.map(({ from }) => from ?? nowhere))
    this.#entities(edges.map(({ to }) => to))
    row.varint(edges.length)
    for (const { from, type } of edges)
      row.uint8((from === undefined ? 0 : mapEdgeBit.called) | (type === 'link' ? mapEdgeBit.link : 0))
    this.#numbers(edges)
    this.#count++
  }

  /** Durable when it resolves. Again changes nothing. */
  async insert(connection: Connection, table: MapTable): Promise<void> {
    if (this.#count === 0) return
    const bytes = this.#row.bytes()
    await connection.insert({
      table,
      columns,
      format: 'RowBinary',
      body: () => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    })
  }

  #entities(entities: readonly Entity[]): void {
    const row = this.#row
    for (const field of ['name', 'type', 'account'] as const) {
      row.varint(entities.length)
      for (const entity of entities) row.string(entity[field])
    }
  }

  #numbers(
    elements: readonly (Counts & { readonly start: Micros; readonly end: Micros; readonly histogram: Histogram })[],
  ): void {
    const row = this.#row
    for (const field of ['ok', 'error', 'throttle', 'fault', 'totalTime', 'start', 'end'] as const) {
      row.varint(elements.length)
      for (const element of elements)
        row.int64(field === 'totalTime' ? totalTimeOfRow(element.totalTime) : element[field])
    }
    row.varint(elements.length)
    for (const { histogram } of elements) {
      row.varint(histogram.size)
      for (const edge of histogram.keys()) row.uint8(places.get(edge) ?? 0)
    }
    row.varint(elements.length)
    for (const { histogram } of elements) {
      row.varint(histogram.size)
      for (const count of histogram.values()) row.int64(count)
    }
  }
}
