import type { Micros } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection, Lane, Rows } from '../connection.ts'
import { inRanges } from '../map/ranges.ts'
import { day, hour, minute } from '../map/span-of-rows.ts'
import type { Window } from '../question.ts'

export type MapTable = 'map_1m' | 'map_1h' | 'map_1d'

/** A minute, hour or day with marks, and whether its row knows all of them. */
export interface RowState {
  readonly start: Micros
  /** Of the traces that came late, or of those on time? */
  readonly isLate: boolean
  readonly marks: number
  /** Of its row; 0 where there is none. It is clean when both are equal. */
  readonly version: number
}

/**
 * How many marks have the minutes, hours or days in these ranges, and how many did their rows know?
 *
 * Cost: three integers for every marked slot in the ranges. Sort keys: (slot, late), (group_name, late, start).
 */
const statesSql = (table: MapTable, times: { marks: string; rows: string }, having: string) => `
select
  start,
  late,
  sum(marks) as all_marks,
  max(version) as known_marks
from (
  select
    intDiv(slot, {span:Int64}) * {span:Int64} as start,
    late,
    marks,
    toUInt64(0) as version
  from marks
  where ${times.marks}
  union all
  select
    start,
    late,
    toUInt64(0) as marks,
    version
  from ${table}
  where group_name = ''
    and ${times.rows}
)
group by
  start,
  late
having ${having}
order by
  late,
  start
`

/** Those on time before the late ones, in the order of time. The ranges begin and end with rows of the table. */
export async function readRowStates(
  connection: Connection,
  lane: Lane,
  table: MapTable,
  ranges: readonly Window[],
): Promise<readonly RowState[]> {
  if (ranges.length === 0) return []
  const marks = inRanges('slot', ranges)
  const sql = statesSql(table, { marks: marks.sql, rows: inRanges('start', ranges).sql }, 'all_marks > 0')
  return statesOf(await connection.rows(lane, { sql, parameters: { ...marks.parameters, span: spanOf(table) } }))
}

/** All those since a midnight whose rows do not know every mark: those on time before the late ones, oldest first. */
export async function readDirtyStates(
  connection: Connection,
  lane: Lane,
  table: MapTable,
  since: Micros,
): Promise<RowState[]> {
  const times = { marks: 'slot >= {since:Int64}', rows: 'start >= {since:Int64}' }
  const sql = statesSql(table, times, 'all_marks > known_marks')
  const settings = { max_threads: 1 }
  return statesOf(await connection.rows(lane, { sql, parameters: { span: spanOf(table), since }, settings }))
}

function statesOf(rows: Rows): RowState[] {
  return rows.map((row) => {
    const cells = new Cells(row)
    return { start: cells.micros(), isLate: cells.bool(), marks: cells.number(), version: cells.number() }
  })
}

/** µs that one row of the table stands for. */
export function spanOf(table: MapTable): number {
  return { map_1m: minute, map_1h: hour, map_1d: day }[table]
}

/**
 * Which of these groups have rows at these times, whatever they know?
 *
 * Cost: three columns of the granules that hold them. Sort key: (group_name, late, start).
 */
const groupsWithRowsSql = (table: MapTable, times: string) => `
select distinct
  start,
  group_name
from ${table}
where group_name in {groups:Array(String)}
  and late = {late:UInt8}
  and ${times}
`

export interface GroupRowsAsked {
  readonly table: MapTable
  readonly isLate: boolean
  readonly ranges: readonly Window[]
  /** By the names of their rows. */
  readonly groups: readonly string[]
}

/** The names of their rows, by time. */
export async function readGroupsWithRows(
  connection: Connection,
  lane: Lane,
  { table, isLate, ranges, groups }: GroupRowsAsked,
): Promise<ReadonlyMap<Micros, ReadonlySet<string>>> {
  const found = new Map<Micros, Set<string>>()
  if (groups.length === 0 || ranges.length === 0) return found
  const times = inRanges('start', ranges)
  const parameters = { ...times.parameters, groups, late: isLate ? 1 : 0 }
  const settings = { max_threads: 1 }
  for (const row of await connection.rows(lane, { sql: groupsWithRowsSql(table, times.sql), parameters, settings })) {
    const cells = new Cells(row)
    const start = cells.micros()
    const those = found.get(start) ?? new Set()
    found.set(start, those)
    those.add(cells.text())
  }
  return found
}
