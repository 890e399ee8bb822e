import type { Entity } from './digest.ts'
import type { Micros } from './time.ts'

/** Requests by final state: each is counted once, a throttle before a fault before an error. */
export interface Counts {
  readonly ok: number
  readonly error: number
  readonly throttle: number
  readonly fault: number
  /** Sum of response times; whole microseconds, so that sums never depend on their order. */
  readonly totalTime: Micros
}

/** Counts by the lower edge of a bucket of histogram.ts. */
export type Histogram = ReadonlyMap<Micros, number>

export interface GraphNode extends Counts {
  readonly entity: Entity
  readonly root: boolean
  /** Sent segments of its own. */
  readonly active: boolean
  readonly start: Micros
  readonly end: Micros
  readonly histogram: Histogram
}

export interface GraphEdge extends Counts {
  /** undefined for the client of `to`. */
  readonly from: Entity | undefined
  readonly to: Entity
  readonly type: '' | 'link'
  readonly start: Micros
  readonly end: Micros
  readonly histogram: Histogram
}

/** The numbers of a service map, of one trace or of a million: what X-Ray's Service and Edge shapes are made from. */
export interface ServiceGraph {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}
