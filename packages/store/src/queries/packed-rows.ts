import type { Micros } from '@roentgen/trace'
import type { Connection, Lane } from '../connection.ts'
import type { ElementNames } from '../map/element-names.ts'
import { GraphSums } from '../map/graph-sums.ts'
import type { KnownGraphs } from '../map/known-graphs.ts'
import { narrowColumn } from '../map/narrow-column.ts'
import { emptyGraph, type PackedElements, type PackedGraph } from '../map/packed-graph.ts'
import type { RowWanted } from '../map/row-graphs.ts'
import { beginOf, day, hour } from '../map/span-of-rows.ts'
import { NativeReader } from '../native-reader.ts'
import { entitiesOf } from './entities-of-columns.ts'
import { mapEdgeBit } from './graphs-of-rows.ts'
import type { MapTable } from './row-states.ts'

const entity = ['name', 'type', 'account'] as const
const ends = ['from_name', 'from_type', 'from_account', 'to_name', 'to_type', 'to_account'] as const
const numbers = ['ok', 'error', 'throttle', 'fault', 'total_time', 'first', 'last'] as const
const histogram = ['buckets', 'counts'] as const

/**
 * What do these rows say? Each as it stands: they are remembered one by one, and the engine would take longer to add them up
 * than to read them. Without FINAL: where a row was made again, those of before are there too, with their versions.
 *
 * Cost: the lists of the rows, uncompressed. Sort key: (group_name, late, start).
 */
const rowsSql = (asked: readonly { readonly table: MapTable; readonly isLate: boolean }[], ofVersions: boolean) =>
  asked
    .map(
      ({ table, isLate }, i) => `
select
  toUInt8(${i}) as asked,
  start,
  version,
  ${[...entity, 'flags', ...numbers, ...histogram].map((column) => `node.${column}`).join(',\n  ')},
  ${[...ends, 'flags', ...numbers, ...histogram].map((column) => `edge.${column}`).join(',\n  ')}
from ${table}
where group_name = {group_name:String}
  and late = ${isLate ? 1 : 0}
  and start in {starts${i}:Array(Int64)}${ofVersions ? `\n  and version in {versions${i}:Array(UInt64)}` : ''}`,
    )
    .join('\nunion all')

export interface PackedRowsAsked {
  /** The name of its rows; '' for Default. */
  readonly group: string
  readonly rows: readonly RowWanted[]
  readonly known: Pick<KnownGraphs, 'names' | 'rows'>
}

/** Rows of one question. Those of the largest maps have some megabytes each. */
const rowsAtOnce = 64

/** Rows of which the sum is remembered too: those of one hour, day or month. A window that moves on changes few of them. */
const spanOfSum = { map_1m: hour, map_1h: day, map_1d: 30 * day } as const

/** Gives graphs that are together those of the rows, some of them added up; of rows that do not exist none. */
export async function readPackedRows(
  connection: Connection,
  lane: Lane,
  { group, rows, known }: PackedRowsAsked,
  give: (graph: PackedGraph) => void,
): Promise<void> {
  const parts = new Map<string, RowWanted[]>()
  for (const row of rows) {
    const place = `${row.table} ${row.isLate} ${beginOf(row.start, spanOfSum[row.table])}`
    const part = parts.get(place)
    if (part === undefined) parts.set(place, [row])
    else part.push(row)
  }
  const missing: RowWanted[] = []
  for (const part of parts.values()) {
    const graph = known.rows.get(group, { table: 'sum', rows: part }) ?? sumOfKnown(group, part, known)
    if (graph === undefined) missing.push(...part)
    else give(graph)
  }
  await readRows(connection, lane, { group, rows: missing, known }, give)
}

/** Reads some rows before they are asked for: they are known then. */
export function readRowsAhead(connection: Connection, asked: PackedRowsAsked): Promise<void> {
  return readRows(connection, 'ahead', asked, () => {})
}

/** Made by the second question: the first one has enough to do. undefined: some row is not known. */
function sumOfKnown(
  group: string,
  rows: readonly RowWanted[],
  known: PackedRowsAsked['known'],
): PackedGraph | undefined {
  const graphs = rows.flatMap((row) => known.rows.get(group, row) ?? [])
  if (graphs.length < rows.length) return undefined
  if (rows.length === 1) return graphs[0]
  const sum = new GraphSums(known.names)
  for (const graph of graphs) sum.add(graph)
  const graph = sum.packed()
  known.rows.put(group, { table: 'sum', rows }, graph)
  return graph
}

/** Gives the graph of each row once, those that are known first. */
async function readRows(
  connection: Connection,
  lane: Lane,
  { group, rows, known }: PackedRowsAsked,
  give: (graph: PackedGraph) => void,
): Promise<void> {
  const unknown = (wanted: RowWanted) => {
    const graph = known.rows.get(group, wanted)
    if (graph !== undefined) give(graph)
    return graph === undefined
  }
  const missing = rows.filter(unknown)
  if (missing.length === 0) return
  await known.rows.inTurn(async () => {
    const left = missing.filter(unknown)
    const again: RowWanted[] = []
    const readNext = async (ofVersions: boolean) => {
      for (let some = left.splice(0, rowsAtOnce); some.length > 0; some = left.splice(0, rowsAtOnce))
        for (const { wanted, graph } of await read(connection, lane, { group, rows: some, ofVersions }, known.names)) {
          if (graph === undefined && ofVersions) again.push(wanted)
          // Default has a row where one is wanted. A group has none where it has no traces.
          else if (graph !== undefined || group !== '') known.rows.put(group, wanted, graph ?? emptyGraph)
          if (graph !== undefined) give(graph)
        }
    }
    // Of Default we know which versions there are: rows of before need not be read. A group may have a row or none.
    await Promise.all([readNext(group === ''), readNext(group === '')])
    // Made again since its version was read.
    left.push(...again)
    await readNext(false)
  })
}

interface RowRead {
  readonly wanted: RowWanted
  readonly graph: PackedGraph | undefined
}

async function read(
  connection: Connection,
  lane: Lane,
  {
    group,
    rows,
    ofVersions,
  }: { readonly group: string; readonly rows: readonly RowWanted[]; readonly ofVersions: boolean },
  names: ElementNames,
): Promise<RowRead[]> {
  const parts = new Map<string, RowWanted[]>()
  for (const row of rows) {
    const key = `${row.table} ${row.isLate}`
    parts.set(key, [...(parts.get(key) ?? []), row])
  }
  const asked = [...parts.values()].flatMap((part) => (part[0] === undefined ? [] : [{ ...part[0], part }]))
  if (asked.length === 0) return []
  const parameters: Record<string, string | number[]> = { group_name: group }
  for (const [i, { part }] of asked.entries()) {
    parameters[`starts${i}`] = part.map(({ start }) => start)
    if (ofVersions) parameters[`versions${i}`] = part.map(({ version }) => version)
  }
  const answer = await connection.bytes(lane, { sql: rowsSql(asked, ofVersions), parameters }, 'Native')
  const found = rowsOf(new NativeReader(answer), names)
  return asked.flatMap(({ part }, i) =>
    part.map((wanted) => {
      const row = found.get(`${i} ${wanted.start}`)
      // One of before may have the version that is wanted of another row.
      const isOlder = ofVersions && row !== undefined && row.version < wanted.version
      return { wanted, graph: isOlder ? undefined : row?.graph }
    }),
  )
}

interface RowFound {
  readonly version: number
  readonly graph: PackedGraph
}

/** Of each row the one that knows most. */
function rowsOf(reader: NativeReader, names: ElementNames): Map<string, RowFound> {
  const found = new Map<string, RowFound>()
  while (!reader.isAtEnd) {
    const count = reader.block()
    reader.column()
    const asked = reader.uint8s(count)
    reader.column()
    const starts = reader.int64s(count)
    reader.column()
    const versions = reader.int64s(count)
    const nodes = nodesOf(reader, count, names)
    const edges = edgesOf(reader, count, names)
    for (let row = 0; row < count; row++) {
      const key = `${asked[row]} ${starts[row] as Micros}`
      const version = versions[row] ?? 0
      if ((found.get(key)?.version ?? -1) < version)
        found.set(key, { version, graph: { nodes: nodes(row), edges: edges(row) } })
    }
  }
  return found
}

type ElementsOfRow = (row: number) => PackedElements

function nodesOf(reader: NativeReader, rows: number, names: ElementNames): ElementsOfRow {
  const numberOf = entitiesOf(reader, rows, names)
  return elementsOf(reader, rows, (at) => numberOf(at))
}

function edgesOf(reader: NativeReader, rows: number, names: ElementNames): ElementsOfRow {
  const from = entitiesOf(reader, rows, names)
  const to = entitiesOf(reader, rows, names)
  return elementsOf(reader, rows, (at, flags) => {
    const caller = (flags & mapEdgeBit.called) === 0 ? -1 : from(at)
    return names.edge(caller, to(at), (flags & mapEdgeBit.link) !== 0)
  })
}

/** The next columns are flags, numbers, buckets and counts of elements. */
function elementsOf(reader: NativeReader, rows: number, nameOf: (at: number, flags: number) => number): ElementsOfRow {
  reader.column()
  const lists = reader.ends(rows)
  const count = lists[rows - 1] ?? 0
  const flags = reader.uint8s(count)
  const columns = numbers.map(() => {
    reader.column()
    reader.ends(rows)
    return reader.int64s(count)
  })
  reader.column()
  reader.ends(rows)
  const ends = reader.ends(count)
  const pairs = ends[count - 1] ?? 0
  const buckets = reader.uint8s(pairs)
  reader.column()
  reader.ends(rows)
  reader.ends(count)
  const counts = reader.counts(pairs)
  return (row) => {
    const [begin, end] = [lists[row - 1] ?? 0, lists[row] ?? 0]
    const [firstPair, lastPair] = [ends[begin - 1] ?? 0, ends[end - 1] ?? 0]
    const count = end - begin
    const rowNames = new Uint32Array(count)
    const rowEnds = new Uint32Array(count)
    for (let i = 0; i < count; i++) {
      rowNames[i] = nameOf(begin + i, flags[begin + i] ?? 0)
      rowEnds[i] = (ends[begin + i] ?? 0) - firstPair
    }
    return {
      names: rowNames,
      flags: copied(flags, begin, end),
      numbers: columns.map((column) => narrowColumn(column.subarray(begin, end))),
      ends: rowEnds,
      buckets: copied(buckets, firstPair, lastPair),
      counts: narrowColumn(counts.subarray(firstPair, lastPair)),
    }
  }
}

/** Not a view of the answer, which would stay in memory as a whole. */
function copied(bytes: Uint8Array, begin: number, end: number): Uint8Array {
  return new Uint8Array(bytes.subarray(begin, end))
}
