import { addGraphs, type GraphEdge, graphOf, type Micros, type ServiceGraph } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection, Lane, QueryParameters } from '../connection.ts'
import { KnownEntities } from '../known-entities.ts'
import { beginOf } from '../map/span-of-rows.ts'
import { RowBinaryReader } from '../row-binary-reader.ts'
import { summaryColumns } from '../summary-columns.ts'
import { decodeSummary } from '../summary-decode.ts'
import type { Chosen } from './chosen.ts'

/**
 * Traces with more segments than this are not joined to their edges by the engine: it copies the names of all segments
 * for every edge, so its work grows with the square of their number.
 */
export const largeTrace = 250

/** Is any trace in question large? Cost: the sizes of one column. */
const anySql = (where: string) => `
select max(length(segment.name))
from summaries
where ${where}
`

const tracesSql = (where: string) => `
select
  counted,
  ${summaryColumns.join(',\n  ')}
from summaries final
where ${where}
  and length(segment.name) > ${largeTrace}
`

export interface LargeTraces {
  readonly where: string
  readonly parameters: QueryParameters
  readonly span: number | undefined
  readonly chosen: Chosen | undefined
  readonly settings: Readonly<Record<string, number>>
}

/** The edges of large traces by the beginning of their span, counted here; undefined where there is no large trace. */
export async function readEdgesOfLargeTraces(
  connection: Connection,
  lane: Lane,
  { where, parameters, span, chosen, settings }: LargeTraces,
): Promise<Map<Micros, ServiceGraph> | undefined> {
  const [row = []] = await connection.rows(lane, { sql: anySql(where), parameters, settings })
  if (new Cells(row).number() <= largeTrace) return undefined
  const graphs = new Map<Micros, ServiceGraph>()
  const entities = new KnownEntities()
  const traces = new RowBinaryReader(
    await connection.bytes(lane, { sql: tracesSql(where), parameters, settings }, 'RowBinary'),
  )
  while (!traces.isAtEnd) {
    const counted = traces.int64() as Micros
    const at = span === undefined ? (0 as Micros) : beginOf(counted, span)
    const { edges } = graphOf([decodeSummary(traces, entities)])
    const graph = { nodes: [], edges: chosen === undefined ? edges : edges.filter(chosen.isEdge).map(nameless) }
    graphs.set(at, addGraphs([graphs.get(at) ?? { nodes: [], edges: [] }, graph]))
  }
  return graphs
}

const nobody = { name: '', type: '', account: '' }

function nameless(edge: GraphEdge): GraphEdge {
  return { ...edge, from: undefined, to: nobody, type: '' }
}
