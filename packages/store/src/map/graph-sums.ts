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
import type { ElementNames } from './element-names.ts'
import { numbersOfElement, type PackedElements, type PackedGraph, packedBit, packedCounts } from './packed-graph.ts'

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
    let bucket = 0
    for (let i = 0; i < names.length; i++) {
      const place = this.#placeOf(names[i] ?? 0)
      this.#flags[place] = (this.#flags[place] ?? 0) | (flags[i] ?? 0)
      const sums = this.#numbers
      const to = place * numbersOfElement
      let from = i
      for (let number = 0; number < 5; number++, from += names.length)
        sums[to + number] = (sums[to + number] ?? 0) + (numbers[from] ?? 0)
      sums[to + 5] = Math.min(sums[to + 5] ?? 0, numbers[from] ?? 0)
      sums[to + 6] = Math.max(sums[to + 6] ?? 0, numbers[from + names.length] ?? 0)
      const histogram = this.#counts
      const begin = place * edgesOfHistogram
      for (const end = ends[i] ?? 0; bucket < end; bucket++) {
        const at = begin + (buckets[bucket] ?? 0)
        histogram[at] = (histogram[at] ?? 0) + (counts[bucket] ?? 0)
      }
    }
  }

  packed(): PackedElements {
    const count = this.#names.length
    const numbers = new Float64Array(count * numbersOfElement)
    const ends = new Uint32Array(count)
    const buckets: number[] = []
    const counts: number[] = []
    for (let place = 0; place < count; place++) {
      for (let column = 0; column < numbersOfElement; column++)
        numbers[column * count + place] = this.#numbers[place * numbersOfElement + column] ?? 0
      for (let bucket = 0, at = place * edgesOfHistogram; bucket < edgesOfHistogram; bucket++, at++) {
        const requests = this.#counts[at] ?? 0
        if (requests === 0) continue
        buckets.push(bucket)
        counts.push(requests)
      }
      ends[place] = buckets.length
    }
    return {
      names: Uint32Array.from(this.#names),
      flags: this.#flags.slice(0, count),
      numbers,
      ends,
      buckets: Uint8Array.from(buckets),
      counts: packedCounts(counts),
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
