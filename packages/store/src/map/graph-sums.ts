import {
  byCallerAndCallee,
  byEntity,
  type GraphEdge,
  type GraphNode,
  type Histogram,
  histogramEdges,
  type Micros,
  type ServiceGraph,
} from '@roentgen/trace'
import type { Window } from '../question.ts'
import type { ElementNames } from './element-names.ts'
import { type NarrowColumn, narrowColumn } from './narrow-column.ts'
import { numbersOfElement, type PackedElements, type PackedGraph, packedBit } from './packed-graph.ts'
import { noName, notEnded, type PackedRequests, type PackedTraces } from './packed-traces.ts'

/** The map of all traces of some maps that share none: what addGraphs of the domain makes of them, and much faster. */
export class GraphSums {
  readonly #names: ElementNames
  readonly #nodes = new ElementSums()
  readonly #edges = new ElementSums()

  /** All that is added is named by these. */
  constructor(names: ElementNames) {
    this.#names = names
  }

  add({ nodes, edges }: PackedGraph): void {
    this.#nodes.add(nodes)
    this.#edges.add(edges)
  }

  /** Those of some traces that count from `start` until before `end`: what graphOf makes of them. */
  addTraces({ counted, nodes, edges }: PackedTraces, { start, end }: Window): void {
    for (let trace = 0; trace < counted.length; trace++) {
      const at = counted[trace] ?? 0
      if (at < start || at >= end) continue
      this.#nodes.addRequests(nodes, trace)
      this.#edges.addRequests(edges, trace)
    }
  }

  /** The sum, to be added to others. */
  packed(): PackedGraph {
    return { nodes: this.#nodes.packed(), edges: this.#edges.packed() }
  }

  graph(): ServiceGraph {
    const { entities, ends } = this.#names
    const nodes = this.#nodes.all((name, flags, numbers): GraphNode[] => {
      const entity = entities[name]
      const [root, active] = [(flags & packedBit.root) !== 0, (flags & packedBit.active) !== 0]
      return entity === undefined ? [] : [{ entity, root, active, ...numbers }]
    })
    const edges = this.#edges.all((name, _, numbers): GraphEdge[] => {
      const { from = -1, to = -1, isLink = false } = ends[name] ?? {}
      const callee = entities[to]
      return callee === undefined ? [] : [{ from: entities[from], to: callee, type: isLink ? 'link' : '', ...numbers }]
    })
    return { nodes: nodes.sort(byEntity), edges: edges.sort(byCallerAndCallee) }
  }
}

type Numbers = Pick<GraphNode, 'ok' | 'error' | 'throttle' | 'fault' | 'totalTime' | 'start' | 'end' | 'histogram'>

const edgesOfHistogram = histogramEdges.length

class ElementSums {
  /** By name: its place here, plus one. */
  #places = new Uint32Array(1024)
  readonly #names: number[] = []
  #flags = new Uint8Array(0)
  #numbers = new Float64Array(0)
  #counts = new Float64Array(0)

  add({ names, flags, numbers, ends, buckets, counts }: PackedElements): void {
    const places = this.#placesOf(names)
    for (let i = 0; i < places.length; i++) {
      const place = places[i] ?? 0
      this.#flags[place] = (this.#flags[place] ?? 0) | (flags[i] ?? 0)
    }
    for (const [number, column] of numbers.entries()) {
      if (number < 5) addColumn(this.#numbers, number, places, column)
      else if (number === 5) leastOfColumn(this.#numbers, number, places, column)
      else mostOfColumn(this.#numbers, number, places, column)
    }
    const histogram = this.#counts
    const { least, above } = counts
    let bucket = 0
    for (let i = 0; i < places.length; i++) {
      const begin = (places[i] ?? 0) * edgesOfHistogram
      for (const end = ends[i] ?? 0; bucket < end; bucket++) {
        const at = begin + (buckets[bucket] ?? 0)
        histogram[at] = (histogram[at] ?? 0) + least + (above[bucket] ?? 0)
      }
    }
  }

  /** Those of one of the traces. */
  addRequests({ ends, names, flags, states, starts, durations, buckets }: PackedRequests, trace: number): void {
    const end = ends[trace] ?? 0
    for (let i = ends[trace - 1] ?? 0; i < end; i++) {
      const name = names[i] ?? noName
      if (name === noName) continue
      const place = this.#placeOf(name)
      const [start = 0, duration = 0, state = notEnded] = [starts[i], durations[i], states[i]]
      this.#flags[place] = (this.#flags[place] ?? 0) | (flags[i] ?? 0)
      const sums = this.#numbers
      const to = place * numbersOfElement
      sums[to + 5] = Math.min(sums[to + 5] ?? 0, start)
      sums[to + 6] = Math.max(sums[to + 6] ?? 0, start + duration)
      if (state === notEnded) continue
      sums[to + state] = (sums[to + state] ?? 0) + 1
      sums[to + 4] = (sums[to + 4] ?? 0) + duration
      const bucket = place * edgesOfHistogram + (buckets[i] ?? 0)
      this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1
    }
  }

  packed(): PackedElements {
    const count = this.#names.length
    const ends = new Uint32Array(count)
    const buckets: number[] = []
    const counts: number[] = []
    for (let place = 0; place < count; place++) {
      for (let bucket = 0, at = place * edgesOfHistogram; bucket < edgesOfHistogram; bucket++, at++) {
        const requests = this.#counts[at] ?? 0
        if (requests === 0) continue
        buckets.push(bucket)
        counts.push(requests)
      }
      ends[place] = buckets.length
    }
    const column = (number: number) =>
      narrowColumn(
        Float64Array.from({ length: count }, (_, place) => this.#numbers[place * numbersOfElement + number] ?? 0),
      )
    return {
      names: Uint32Array.from(this.#names),
      flags: this.#flags.slice(0, count),
      numbers: Array.from({ length: numbersOfElement }, (_, number) => column(number)),
      ends,
      buckets: Uint8Array.from(buckets),
      counts: narrowColumn(counts),
    }
  }

  all<Of>(make: (name: number, flags: number, numbers: Numbers) => Of[]): Of[] {
    return this.#names.flatMap((name, place) => {
      const [ok = 0, error = 0, throttle = 0, fault = 0, totalTime = 0, start = 0, end = 0] = this.#numbers.subarray(
        place * numbersOfElement,
        (place + 1) * numbersOfElement,
      )
      return make(name, this.#flags[place] ?? 0, {
        ok,
        error,
        throttle,
        fault,
        totalTime: totalTime as Micros,
        start: start as Micros,
        end: end as Micros,
        histogram: this.#histogramAt(place),
      })
    })
  }

  #histogramAt(place: number): Histogram {
    const histogram = new Map<Micros, number>()
    const begin = place * edgesOfHistogram
    for (let bucket = 0; bucket < edgesOfHistogram; bucket++) {
      const count = this.#counts[begin + bucket] ?? 0
      if (count > 0) histogram.set(histogramEdges[bucket] ?? (0 as Micros), count)
    }
    return histogram
  }

  #placesOf(names: Uint32Array): Uint32Array {
    // The first one of a window says nearly how many there will be.
    if (names.length > this.#flags.length) this.#grow(Math.ceil(names.length * 1.25))
    const places = new Uint32Array(names.length)
    for (let i = 0; i < names.length; i++) places[i] = this.#placeOf(names[i] ?? 0)
    return places
  }

  #placeOf(name: number): number {
    if (name >= this.#places.length) {
      const places = new Uint32Array(Math.max(name + 1, this.#places.length * 2))
      places.set(this.#places)
      this.#places = places
    }
    const known = this.#places[name] ?? 0
    if (known > 0) return known - 1
    const place = this.#names.length
    this.#names.push(name)
    this.#places[name] = place + 1
    if (place >= this.#flags.length) this.#grow(Math.max(256, place * 2))
    this.#numbers[place * numbersOfElement + 5] = Number.POSITIVE_INFINITY
    this.#numbers[place * numbersOfElement + 6] = Number.NEGATIVE_INFINITY
    return place
  }

  #grow(room: number): void {
    const flags = new Uint8Array(room)
    flags.set(this.#flags)
    this.#flags = flags
    const numbers = new Float64Array(room * numbersOfElement)
    numbers.set(this.#numbers)
    this.#numbers = numbers
    const counts = new Float64Array(room * edgesOfHistogram)
    counts.set(this.#counts)
    this.#counts = counts
  }
}

type Combine = (sums: Float64Array, number: number, places: Uint32Array, column: NarrowColumn) => void

const addColumn: Combine = (sums, number, places, { least, above }) => {
  for (let i = 0; i < places.length; i++) {
    const at = (places[i] ?? 0) * numbersOfElement + number
    sums[at] = (sums[at] ?? 0) + least + (above[i] ?? 0)
  }
}

const leastOfColumn: Combine = (sums, number, places, { least, above }) => {
  for (let i = 0; i < places.length; i++) {
    const at = (places[i] ?? 0) * numbersOfElement + number
    sums[at] = Math.min(sums[at] ?? 0, least + (above[i] ?? 0))
  }
}

const mostOfColumn: Combine = (sums, number, places, { least, above }) => {
  for (let i = 0; i < places.length; i++) {
    const at = (places[i] ?? 0) * numbersOfElement + number
    sums[at] = Math.max(sums[at] ?? 0, least + (above[i] ?? 0))
  }
}
