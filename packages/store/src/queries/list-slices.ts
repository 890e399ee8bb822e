import { Cells } from '../cells.ts'
import { type Connection, shortAnswer } from '../connection.ts'
import type { ListedTrace, TraceListQuestion } from '../question.ts'

/** Which traces are in the window, by X-Ray's TimeRangeType. */
export const matches = {
  TraceId: `start >= {start:Int64} and start < {end:Int64}`,
  Event: `start < {end:Int64} and end >= {start:Int64}`,
  Service: `end >= {start:Int64} and end < {end:Int64}`,
} as const

/** The same of a trace that was read. `end` is where the window ends. */
export const isInWindow: {
  readonly [Range in TraceListQuestion['range']]: (
    window: { readonly start: number; readonly end: number },
    trace: Pick<ListedTrace, 'start' | 'end'>,
  ) => boolean
} = {
  TraceId: (window, { start }) => start >= window.start && start < window.end,
  Event: (window, { start, end }) => start < window.end && end >= window.start,
  Service: (window, { end }) => end >= window.start && end < window.end,
}

/** Where do the keys begin and end? Cost: none, the parts know. */
const boundsSql = `
select
  count(),
  min(key_time),
  max(key_time)
from summaries
`

/**
 * Where does a slice of so many rows begin that ends at `to`? Replaced rows count here: they only make a slice shorter.
 *
 * Cost: one column of the slice, in the order of the key; counting traces instead took ten times as long. Sort key:
 * key_time.
 */
const sliceStartSql = `
select key_time
from summaries
where key_time >= {floor:Int64}
  and key_time < {to:Int64}
order by key_time desc
limit 1
offset {before:UInt32}
`

/** How many rows? Cost: the granules at both ends, the index knows the others. */
const sliceRowsSql = `
select count()
from summaries
where key_time >= {from:Int64}
  and key_time < {to:Int64}
`

/**
 * How far do traces of the window lie outside of it by their keys, below this one? Replaced rows may answer too: they are
 * bounds. Most are received soon after they start, so there are few.
 *
 * Cost: the granules outside of the window that the minmax indexes leave. Sort key: key_time.
 */
function keysOutsideSql(range: TraceListQuestion['range']): string {
  return `
select
  minIf(key_time, key_time < {start:Int64}) as oldest,
  countIf(key_time < {start:Int64}) as before,
  maxIf(key_time, key_time >= {end:Int64}) as newest,
  countIf(key_time >= {end:Int64}) as behind
from summaries
where key_time < {below:Int64}
  and (key_time < {start:Int64} or key_time >= {end:Int64})
  and ${matches[range]}
`
}

/** Both at once: a statement less. */
const rowsAndKeysSql = (range: TraceListQuestion['range']) => `
select
  (${sliceRowsSql}),
  oldest,
  before,
  newest,
  behind
from (${keysOutsideSql(range)})
`

/** A tenth to a third less for such short questions. */
const short = { ...shortAnswer, enable_analyzer: 0 } as const
const inOrder = { ...short, optimize_read_in_order: 1, max_threads: 1 } as const

export async function readEnds(connection: Connection): Promise<Ends | undefined> {
  const [row = []] = await connection.rows('ask', { sql: boundsSql, settings: short })
  const cells = new Cells(row)
  return cells.number() === 0 ? undefined : { oldest: cells.number(), newest: cells.number() }
}

/** Keys between which traces lie. */
export interface Ends {
  readonly oldest: number
  readonly newest: number
}

/** Where traces of the window are looked for: below this key. */
interface WindowBelow {
  readonly start: number
  readonly end: number
  readonly below: number
}

/** Keys between which all traces of the window lie that stand below that one. */
export async function readKeysOfWindow(
  connection: Connection,
  range: TraceListQuestion['range'],
  parameters: WindowBelow,
): Promise<Ends> {
  const question = { sql: keysOutsideSql(range), parameters: { ...parameters }, settings: short }
  const [row = []] = await connection.rows('ask', question)
  return keysOf(new Cells(row), parameters)
}

/** The same, and how many rows lie between two keys. */
export async function readRowsAndKeys(
  connection: Connection,
  range: TraceListQuestion['range'],
  parameters: WindowBelow & { readonly from: number; readonly to: number },
): Promise<{ readonly rows: number; readonly keys: Ends }> {
  const question = { sql: rowsAndKeysSql(range), parameters: { ...parameters }, settings: short }
  const [row = []] = await connection.rows('ask', question)
  const cells = new Cells(row)
  return { rows: cells.number(), keys: keysOf(cells, parameters) }
}

function keysOf(cells: Cells, parameters: WindowBelow): Ends {
  const [oldest, before, newest, behind] = [cells.number(), cells.number(), cells.number(), cells.number()]
  return { oldest: before > 0 ? oldest : parameters.start, newest: behind > 0 ? newest : parameters.end - 1 }
}

/** Where a slice ends and what is left below it; how many rows it should have. */
interface SliceWanted {
  readonly to: number
  readonly floor: number
  readonly target: number
}

interface SliceFound {
  readonly from: number
  /** Or fewer. */
  readonly rows: number
}

/** The beginning of a slice that ends at `to` and holds `target` rows, or all down to the floor where those are fewer. */
async function readSliceStart(connection: Connection, { to, floor, target }: SliceWanted): Promise<SliceFound> {
  const parameters = { to, floor, before: target - 1 }
  const [row] = await connection.rows('ask', { sql: sliceStartSql, parameters, settings: inOrder })
  return { from: row === undefined ? floor : new Cells(row).number(), rows: target }
}

/** Such a beginning by counting alone, of a slice of no more rows, and of half of them unless there are fewer. */
export async function findSliceStart(connection: Connection, { to, floor, target }: SliceWanted): Promise<SliceFound> {
  let [tooEarly, tooLate] = [floor, to]
  let from = floor
  for (let attempt = 0; attempt < 8; attempt++) {
    const rows = await readSliceRows(connection, { from, to })
    if (rows <= target && (from === floor || rows >= target / 2)) return { from, rows }
    if (rows > target) tooEarly = from
    else tooLate = from
    // As if they were spread evenly; where they are not, the middle comes closer.
    const even = Math.round(to - ((to - from) * target * 0.9) / Math.max(rows, 1))
    from = even > tooEarly && even < tooLate && attempt < 4 ? even : Math.floor((tooEarly + tooLate) / 2)
  }
  return readSliceStart(connection, { to, floor, target })
}

export async function readSliceRows(
  connection: Connection,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<number> {
  const [row = []] = await connection.rows('ask', { sql: sliceRowsSql, parameters: { from, to }, settings: short })
  return new Cells(row).number()
}
