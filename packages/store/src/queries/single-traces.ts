import { bucketOf, histogramEdges, type Micros } from '@roentgen/trace'
import type { Connection, Lane } from '../connection.ts'
import type { ElementNames } from '../map/element-names.ts'
import { packedBit } from '../map/packed-graph.ts'
import { noName, notEnded, type PackedRequests, type PackedTraces, someTraces } from '../map/packed-traces.ts'
import { type Place, placeAt } from '../map/place.ts'
import { beginOf, slot } from '../map/span-of-rows.ts'
import { NativeReader } from '../native-reader.ts'
import { edgeBit, segmentBit } from '../summary-flags.ts'
import type { CountedTraces } from './counted-traces.ts'
import { entitiesOf } from './entities-of-columns.ts'
import { finalSettings } from './graphs-of-summaries.ts'

/** Traces that are read one by one: more are counted by the engine. */
export const mostTraces = 3_000

const columns = [
  'segment.entity',
  'segment.name',
  'segment.type',
  // As the others are, so that each is read once and not with every segment.
  `cast(segment.account, 'Array(LowCardinality(String))') as account`,
  ...['flags', 'start', 'duration'].map((column) => `segment.${column}`),
  ...['caller', 'callee', 'flags', 'start', 'duration'].map((column) => `edge.${column}`),
]

/**
 * What do maps need of each of these traces?
 *
 * Cost: fourteen columns of some slots of traces. Sort keys: see counted-traces.ts.
 */
const tracesSql = (traces: readonly CountedTraces[]) => `
select *
from (
  ${traces
    .map(
      ({ sql, at }) => `select
    toUInt8(${at}) as late,
    counted,
    ${columns.join(',\n    ')}
  from ${sql}`,
    )
    .join('\n  union all\n  ')}
)
limit ${mostTraces + 1}
`

/** Those of `traces`, whose `at` says whether they came late (1) or on time (0), by their places. undefined: they are too many. */
export async function readSingleTraces(
  connection: Connection,
  lane: Lane,
  traces: readonly CountedTraces[],
  names: ElementNames,
): Promise<Map<Place, PackedTraces[]> | undefined> {
  const parameters = Object.assign({}, ...traces.map((some) => some.parameters))
  const question = { sql: tracesSql(traces), parameters, settings: finalSettings }
  const reader = new NativeReader(await connection.bytes(lane, question, 'Native'))
  const parts = new Map<Place, PackedTraces[]>()
  let count = 0
  while (!reader.isAtEnd) {
    const rows = reader.block()
    count += rows
    if (count > mostTraces) return undefined
    reader.column()
    const late = reader.uint8s(rows)
    reader.column()
    const counted = reader.int64s(rows)
    const all = { counted, ...requestsOf(reader, rows, names) }
    const places = new Map<Place, number[]>()
    for (let row = 0; row < rows; row++) {
      const place = placeAt(beginOf(counted[row] ?? 0, slot), late[row] !== 0)
      const here = places.get(place)
      if (here === undefined) places.set(place, [row])
      else here.push(row)
    }
    for (const [place, here] of places) parts.set(place, [...(parts.get(place) ?? []), someTraces(all, here)])
  }
  return parts
}

function requestsOf(reader: NativeReader, rows: number, names: ElementNames): Omit<PackedTraces, 'counted'> {
  const entities = hashesOf(reader, rows)
  const numberOf = entitiesOf(reader, rows, names)
  const nodeNames = Uint32Array.from({ length: entities.count }, (_, i) => numberOf(i))
  const byHash = new Map<number, Map<number, number>>()
  for (const [i, number] of nodeNames.entries()) {
    const [low, high] = entities.at(i)
    const known = byHash.get(low)
    if (known === undefined) byHash.set(low, new Map([[high, number]]))
    else known.set(high, number)
  }
  const nodes = packed(reader, rows, nodeNames, (bits) => {
    const root = (bits & segmentBit.root) === 0 ? 0 : packedBit.root
    return root | ((bits & segmentBit.inferred) === 0 ? packedBit.active : 0)
  })
  const [callers, callees] = [hashesOf(reader, rows), hashesOf(reader, rows)]
  const numberAt = (hashes: Hashes, i: number) => {
    const [low, high] = hashes.at(i)
    return byHash.get(low)?.get(high)
  }
  const edgeNames = new Uint32Array(callers.count)
  const edges = packed(reader, rows, edgeNames, (bits, i) => {
    const from = callers.isZero(i) ? -1 : numberAt(callers, i)
    const to = numberAt(callees, i)
    // A callee that is no segment of its trace.
    const isWhole = from !== undefined && to !== undefined
    edgeNames[i] = isWhole ? names.edge(from, to, (bits & edgeBit.link) !== 0) : noName
    return 0
  })
  return { nodes, edges }
}

interface Hashes {
  readonly count: number
  at(i: number): [low: number, high: number]
  isZero(i: number): boolean
}

/** The next column has lists of 64 bits. */
function hashesOf(reader: NativeReader, rows: number): Hashes {
  reader.column()
  const count = reader.ends(rows)[rows - 1] ?? 0
  const words = reader.words(count)
  return {
    count,
    at: (i) => [words[2 * i] ?? 0, words[2 * i + 1] ?? 0],
    isZero: (i) => words[2 * i] === 0 && words[2 * i + 1] === 0,
  }
}

/** The next columns have lists of flags, starts and durations. `flagsOf` is asked once for each in their order. */
function packed(
  reader: NativeReader,
  rows: number,
  names: Uint32Array,
  flagsOf: (bits: number, i: number) => number,
): PackedRequests {
  reader.column()
  const ends = Uint32Array.from(reader.ends(rows))
  const count = names.length
  const bits = reader.uint8s(count)
  reader.column()
  reader.ends(rows)
  const starts = reader.int64s(count)
  reader.column()
  reader.ends(rows)
  const isOpen = reader.uint8s(count)
  const durations = reader.int64s(count)
  const flags = new Uint8Array(count)
  const states = new Uint8Array(count)
  const buckets = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    const own = bits[i] ?? 0
    flags[i] = flagsOf(own, i)
    if (isOpen[i] !== 0) durations[i] = 0
    states[i] = isOpen[i] === 0 ? stateOf(own) : notEnded
    buckets[i] = placeOfBucket.get(bucketOf((durations[i] ?? 0) as Micros)) ?? 0
  }
  return { ends, names, flags, states, starts, durations, buckets }
}

const placeOfBucket = new Map(histogramEdges.map((edge, place) => [edge, place]))

/** What finalState says, as a column of PackedElements.numbers. Segments and edges have the same bits for these. */
function stateOf(bits: number): number {
  if ((bits & segmentBit.throttle) !== 0) return 2
  if ((bits & segmentBit.fault) !== 0) return 3
  return (bits & segmentBit.error) === 0 ? 0 : 1
}
