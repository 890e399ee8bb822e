import type { Micros } from '@roentgen/trace'
import type { Connection, Lane, QueryParameters } from '../connection.ts'
import { type Place, placeAt } from '../map/place.ts'
import { fewerRanges } from '../map/plan-window.ts'
import { inRanges } from '../map/ranges.ts'
import type { RowVersions } from '../map/row-versions.ts'
import { beginOf, day, hour, minute, slot } from '../map/span-of-rows.ts'
import type { Window } from '../question.ts'
import { RowBinaryReader } from '../row-binary-reader.ts'
import { type MapTable, type RowState, spanOf } from './row-states.ts'

/** Ranges of whole slots, minutes, hours and days. Where they overlap the shortest spans are told, of which longer ones are made. */
export interface StatesAsked {
  /** Only whether days are clean. */
  readonly days: readonly Window[]
  /** Only whether hours are. */
  readonly hours: readonly Window[]
  /** The minutes, and the hours that lie in there as a whole. */
  readonly minutes: readonly Window[]
  /** How many marks each slot has. */
  readonly slots: readonly Window[]
}

export interface StatesRead {
  readonly days: readonly RowState[]
  readonly hours: readonly RowState[]
  readonly minutes: readonly RowState[]
  /** Of those that have any. */
  readonly slots: ReadonlyMap<Place, number>
}

/** Marks by spans of time, shortest first. */
const levels = [
  { name: 'slots', span: slot },
  { name: 'minutes', span: minute },
  { name: 'hours', span: hour },
  { name: 'days', span: day },
] as const

/** Marks of all slots of a span that are in no shorter one that was asked for. */
interface Marks {
  readonly start: Micros
  readonly isLate: boolean
  readonly marks: number
}
type MarksRead = Readonly<Record<(typeof levels)[number]['name'], Marks[]>>

/**
 * How many marks have these slots, minutes, hours and days?
 *
 * Cost: three integers for every marked slot in the ranges. Sort key: slot.
 */
async function readMarks(connection: Connection, lane: Lane, asked: StatesAsked): Promise<MarksRead> {
  const read: MarksRead = { slots: [], minutes: [], hours: [], days: [] }
  const parts = levels.flatMap(({ name, span }, level) =>
    asked[name].length === 0 ? [] : [{ level, span, ...inRanges('slot', asked[name], `${name}_`) }],
  )
  if (parts.length === 0) return read
  const cases = (numberOf: (part: (typeof parts)[number]) => number) =>
    `multiIf(${parts.map((part) => `${part.sql}, ${numberOf(part)}`).join(', ')}, 0)`
  const sql = `
select
  toUInt8(${cases(({ level }) => level)}) as level,
  toInt64(${cases(({ span }) => span)}) as span,
  intDiv(slot, span) * span as start,
  late,
  sum(marks) as number
from marks
where ${parts.map((part) => part.sql).join('\n  or ')}
group by
  level,
  span,
  start,
  late`
  const parameters: QueryParameters = Object.assign({}, ...parts.map((part) => part.parameters))
  const row = new RowBinaryReader(
    await connection.bytes(lane, { sql, parameters, settings: { max_threads: 1 } }, 'RowBinary'),
  )
  while (!row.isAtEnd) {
    const level = levels[row.uint8()]
    row.int64()
    const marks = { start: row.int64() as Micros, isLate: row.bool(), marks: row.int64() }
    if (level !== undefined) read[level.name].push(marks)
  }
  return read
}

/**
 * How many marks do the rows of these times know?
 *
 * Cost: four columns of the rows in the ranges. Sort key: (group_name, late, start).
 */
async function readVersions(
  connection: Connection,
  lane: Lane,
  wanted: readonly { readonly table: MapTable; readonly starts: readonly Micros[] }[],
): Promise<Map<string, number>> {
  const asked = wanted.filter(({ starts }) => starts.length > 0)
  if (asked.length === 0) return new Map()
  const times = asked.map(({ table, starts }) => inRanges('start', spansOf(starts, spanOf(table)), `${table}_`))
  const sql = asked
    .map(
      ({ table }, i) => `
select
  '${table}' as name,
  start,
  late,
  version
from ${table}
where group_name = ''
  and late in (0, 1)
  and ${times[i]?.sql}`,
    )
    .join('\nunion all')
  const parameters: QueryParameters = Object.assign({}, ...times.map((time) => time.parameters))
  const row = new RowBinaryReader(
    await connection.bytes(lane, { sql, parameters, settings: { max_threads: 1 } }, 'RowBinary'),
  )
  const versions = new Map<string, number>()
  while (!row.isAtEnd) {
    const key = keyOf(row.string(), row.int64() as Micros, row.bool())
    versions.set(key, Math.max(row.int64(), versions.get(key) ?? 0))
  }
  return versions
}

function keyOf(table: string, start: Micros, isLate: boolean): string {
  return `${table} ${start} ${isLate}`
}

/** In few ranges, which may hold others too. */
function spansOf(starts: readonly Micros[], span: number): Window[] {
  const ranges: Window[] = []
  for (const start of [...new Set(starts)].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    const end = (start + span) as Micros
    if (last?.end === start) ranges[ranges.length - 1] = { start: last.start, end }
    else ranges.push({ start, end })
  }
  return fewerRanges(ranges)
}

/**
 * How many marks have the minutes, hours and days in these ranges, and how many did their rows know? Rows are asked only where
 * it is not known that they know all, nor likely that they do not: then they may be said to know none. Marks are read first: a row that has more by then counts as one that is not clean.
 */
export async function readWindowStates(
  connection: Connection,
  lane: Lane,
  asked: StatesAsked,
  known: RowVersions,
): Promise<StatesRead> {
  const { slots, minutes, hours, days } = await readMarks(connection, lane, asked)
  const ofMinutes = summed([...slots, ...minutes], minute, asked.minutes)
  const ofHours = summed([...slots, ...minutes, ...hours], hour, [...asked.hours, ...asked.minutes])
  const ofDays = summed([...slots, ...minutes, ...hours, ...days], day, asked.days)
  const cleanOf = (table: MapTable, of: readonly Marks[]) =>
    of
      .filter(({ start, isLate, marks }) => known.isClean(table, start, isLate, marks))
      .map(({ start, isLate }) => keyOf(table, start, isLate))
  // Asked once: while rows are read another question may see more marks, and then their hour would be dirty without minutes.
  const clean = new Set([...cleanOf('map_1m', ofMinutes), ...cleanOf('map_1h', ofHours), ...cleanOf('map_1d', ofDays)])
  const isKnown = (table: MapTable, { start, isLate }: Marks) => clean.has(keyOf(table, start, isLate))
  const isInClean = ({ start, isLate }: Marks) => clean.has(keyOf('map_1h', beginOf(start, hour), isLate))
  const unsure = new Set<string>()
  const unknown = (table: MapTable, of: readonly Marks[]) => {
    const left = of.filter((m) => !isKnown(table, m) && !known.isLikelyDirty(table, m.start, m.isLate))
    for (const { start, isLate } of left) unsure.add(keyOf(table, start, isLate))
    return { table, starts: left.map(({ start }) => start) }
  }
  const needed = ofMinutes.filter((marks) => !isInClean(marks))
  const versions = await readVersions(connection, lane, [
    unknown('map_1m', needed),
    unknown('map_1h', ofHours),
    unknown('map_1d', ofDays),
  ])
  const statesOf = (table: MapTable, of: readonly Marks[]) =>
    of.map((marks): RowState => {
      const { start, isLate } = marks
      if (isKnown(table, marks)) return { ...marks, version: marks.marks }
      const key = keyOf(table, start, isLate)
      const version = versions.get(key) ?? 0
      if (version === marks.marks) known.putClean(table, start, isLate, version)
      else if (unsure.has(key)) known.putDirty(table, start, isLate)
      return { ...marks, version }
    })
  return {
    days: statesOf('map_1d', ofDays),
    hours: statesOf('map_1h', ofHours),
    minutes: statesOf('map_1m', needed),
    slots: new Map(slots.map(({ start, isLate, marks }) => [placeAt(start, isLate), marks])),
  }
}

/** Marks of the whole spans in some ranges; those on time before the late ones, in the order of time. */
function summed(parts: readonly Marks[], span: number, ranges: readonly Window[]): Marks[] {
  const sums = new Map<number, number>()
  for (const { start: at, isLate, marks } of parts) {
    const start = beginOf(at, span)
    if (!ranges.some((range) => range.start <= start && start + span <= range.end)) continue
    const place = placeAt(start, isLate)
    sums.set(place, (sums.get(place) ?? 0) + marks)
  }
  return [...sums]
    .map(([place, marks]) => {
      const start = beginOf(place, span)
      return { start, isLate: place !== start, marks }
    })
    .sort((a, b) => Number(a.isLate) - Number(b.isLate) || a.start - b.start)
}
