import { bucketOf, type Micros } from '@roentgen/trace'
import { type RequestState, states } from './ring.ts'

/** Buckets by their lower edges, the last one included. */
export interface BucketRange {
  readonly first: Micros
  readonly last: Micros
}

/** What is chosen of the requests of a node or an edge; nothing chosen means all. */
export interface Choice {
  readonly states: readonly RequestState[]
  readonly times: BucketRange | undefined
}

export const allRequests: Choice = { states: [], times: undefined }

/** As it stands in the URL: states, and the buckets' lower edges in microseconds: `fault,error,15000~18000`. */
export function printChoice({ states, times }: Choice): string {
  return [...states, ...(times === undefined ? [] : [`${times.first}~${times.last}`])].join(',')
}

/** What means nothing is left out; edges that are none are those of their buckets. */
export function parseChoice(text: string): Choice {
  const words = text.split(',')
  const [, from, to] = /(?:^|,)(\d{1,11})~(\d{1,11})(?:,|$)/.exec(text) ?? []
  const edges = [from, to].map((edge) => bucketOf(Number(edge ?? Number.NaN) as Micros))
  const [first, last] = edges
  return {
    states: states.filter((state) => words.includes(state)),
    times:
      from === undefined || first === undefined || last === undefined || last < first ? undefined : { first, last },
  }
}
