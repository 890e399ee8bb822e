/** A request that has not ended counts in none of the states. */
export const notEnded = 4

/** An edge that is not drawn: its callee is no node. */
export const noName = 0xffffffff

/** The requests to the nodes or over the edges of some traces, column by column. */
export interface PackedRequests {
  /** Where those of each trace end. */
  readonly ends: Uint32Array
  /** Numbers in ElementNames, or {@link noName}. */
  readonly names: Uint32Array
  /** Of nodes: root and active as in rows of the map. */
  readonly flags: Uint8Array
  /** The column of PackedElements.numbers that a request counts in, or {@link notEnded}. */
  readonly states: Uint8Array
  /** When it began, and how long it took, µs; 0 where it has not ended. */
  readonly starts: Float64Array
  readonly durations: Float64Array
  /** The place in histogramEdges that holds the duration. */
  readonly buckets: Uint8Array
}

/** Some traces as maps see them: a tenth of the memory of objects, and counted without making any. */
export interface PackedTraces {
  /** When each counts. */
  readonly counted: Float64Array
  readonly nodes: PackedRequests
  readonly edges: PackedRequests
}

/** Those of some traces, by their places among them. */
export function someTraces({ counted, nodes, edges }: PackedTraces, places: readonly number[]): PackedTraces {
  return {
    counted: Float64Array.from(places, (place) => counted[place] ?? 0),
    nodes: someRequests(nodes, places),
    edges: someRequests(edges, places),
  }
}

function someRequests(all: PackedRequests, places: readonly number[]): PackedRequests {
  const ends = new Uint32Array(places.length)
  let count = 0
  for (const [i, place] of places.entries()) {
    count += (all.ends[place] ?? 0) - (all.ends[place - 1] ?? 0)
    ends[i] = count
  }
  const some: PackedRequests = {
    ends,
    names: new Uint32Array(count),
    flags: new Uint8Array(count),
    states: new Uint8Array(count),
    starts: new Float64Array(count),
    durations: new Float64Array(count),
    buckets: new Uint8Array(count),
  }
  let at = 0
  for (const place of places) {
    const [begin, end] = [all.ends[place - 1] ?? 0, all.ends[place] ?? 0]
    some.names.set(all.names.subarray(begin, end), at)
    some.flags.set(all.flags.subarray(begin, end), at)
    some.states.set(all.states.subarray(begin, end), at)
    some.starts.set(all.starts.subarray(begin, end), at)
    some.durations.set(all.durations.subarray(begin, end), at)
    some.buckets.set(all.buckets.subarray(begin, end), at)
    at += end - begin
  }
  return some
}
