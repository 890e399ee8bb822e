import type { CountedSummary, Micros } from '@roentgen/trace'
import type { Connection, Lane } from '../connection.ts'
import { KnownEntities } from '../known-entities.ts'
import { type Place, placeAt } from '../map/place.ts'
import { beginOf, slot } from '../map/span-of-rows.ts'
import type { CountedTrace } from '../map/traces-of-slots.ts'
import { RowBinaryReader } from '../row-binary-reader.ts'
import { edgeBit, segmentBit } from '../summary-flags.ts'
import type { CountedTraces } from './counted-traces.ts'
import { finalSettings } from './graphs-of-summaries.ts'

/** Traces that are read one by one: more are counted by the engine. */
const mostTraces = 3_000

const columns = [
  ...['entity', 'name', 'type', 'account', 'flags', 'start', 'duration'].map((column) => `segment.${column}`),
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
): Promise<Map<Place, CountedTrace[]> | undefined> {
  const parameters = Object.assign({}, ...traces.map((some) => some.parameters))
  const question = { sql: tracesSql(traces), parameters, settings: finalSettings }
  const row = new RowBinaryReader(await connection.bytes(lane, question, 'RowBinary'))
  const entities = new KnownEntities()
  const found = new Map<Place, CountedTrace[]>()
  for (let count = 1; !row.isAtEnd; count++) {
    if (count > mostTraces) return undefined
    const isLate = row.bool()
    const counted = row.int64() as Micros
    const place = placeAt(beginOf(counted, slot), isLate)
    const trace = { counted, summary: summaryOf(row, entities) }
    const known = found.get(place)
    if (known === undefined) found.set(place, [trace])
    else known.push(trace)
  }
  return found
}

const client = '\0'.repeat(8)

function summaryOf(row: RowBinaryReader, entities: KnownEntities): CountedSummary {
  const [numbers, names, types, accounts] = [row.bits64s(), row.strings(), row.strings(), row.strings()]
  const [flags, starts, durations] = [row.uint8s(), row.int64s(), row.nullableInt64s()]
  const segments = numbers.map((_, i) => {
    const bits = flags[i] ?? 0
    return {
      entity: entities.of(names[i] ?? '', types[i] ?? '', accounts[i] ?? ''),
      inferred: (bits & segmentBit.inferred) !== 0,
      root: (bits & segmentBit.root) !== 0,
      ...requestOf(bits, segmentBit, starts[i], durations[i]),
    }
  })
  const places = new Map(numbers.map((number, i) => [number, i]))
  const [callers, callees] = [row.bits64s(), row.bits64s()]
  const [edgeFlags, edgeStarts, edgeDurations] = [row.uint8s(), row.int64s(), row.nullableInt64s()]
  const edges = callers.flatMap((caller, i): CountedSummary['edges'] => {
    const bits = edgeFlags[i] ?? 0
    const from = caller === client ? -1 : places.get(caller)
    const to = places.get(callees[i] ?? client)
    if (from === undefined || to === undefined) return []
    const type = (bits & edgeBit.link) === 0 ? '' : 'link'
    return [{ from, to, type, ...requestOf(bits, edgeBit, edgeStarts[i], edgeDurations[i]) }]
  })
  return { segments, edges }
}

function requestOf(
  bits: number,
  bit: { readonly ok: number; readonly error: number; readonly throttle: number; readonly fault: number },
  start: number | undefined,
  duration: number | undefined,
) {
  return {
    ok: (bits & bit.ok) !== 0,
    error: (bits & bit.error) !== 0,
    throttle: (bits & bit.throttle) !== 0,
    fault: (bits & bit.fault) !== 0,
    start: (start ?? 0) as Micros,
    duration: duration as Micros | undefined,
  }
}
