import type { Micros } from '@roentgen/trace'
import type { Connection, Lane } from '../connection.ts'
import { type Place, placeAt } from '../map/place.ts'
import { inRanges } from '../map/ranges.ts'
import { beginOf, day, hour, minute, slot } from '../map/span-of-rows.ts'
import type { Window } from '../question.ts'
import { RowBinaryReader } from '../row-binary-reader.ts'
import type { RowState } from './row-states.ts'

export interface StatesAsked {
  /** Of whole days: only whether days are clean. */
  readonly days: readonly Window[]
  /** Of whole minutes: those of the minutes, and of the hours and days that lie in there as a whole. */
  readonly minutes: readonly Window[]
  /** Of whole slots: how many marks each has. */
  readonly slots: readonly Window[]
}

export interface StatesRead {
  readonly days: readonly RowState[]
  readonly hours: readonly RowState[]
  readonly minutes: readonly RowState[]
  /** Of those that have any. */
  readonly slots: ReadonlyMap<Place, number>
}

/** The parts of the question below, in the order of `what`. */
const parts = ['slots', 'marksOfMinutes', 'marksOfDays', 'minutes', 'hours', 'days'] as const
type Part = (typeof parts)[number]

const marksSql = (part: Part, span: number, where: string) => `
select
  toUInt8(${parts.indexOf(part)}) as what,
  intDiv(slot, ${span}) * ${span} as start,
  late,
  sum(marks) as number
from marks
where ${where}
group by
  start,
  late`

const versionsSql = (part: Part, table: string, where: string) => `
select
  toUInt8(${parts.indexOf(part)}) as what,
  start,
  late,
  max(version) as number
from ${table}
where group_name = ''
  and ${where}
group by
  start,
  late`

/**
 * How many marks have the minutes, hours and days in these ranges, and how many did their rows know? All in one question,
 * since each has its fixed price.
 *
 * Cost: three integers for every marked slot in the ranges. Sort keys: (slot, late), (group_name, late, start).
 */
export async function readWindowStates(connection: Connection, lane: Lane, asked: StatesAsked): Promise<StatesRead> {
  const [ofSlots, ofDays] = [inRanges('slot', asked.slots, 'slot_'), inRanges('slot', asked.days, 'day_')]
  const ofMinutes = inRanges('slot', asked.minutes, 'minute_')
  const rowsOfMinutes = inRanges('start', asked.minutes, 'minute_').sql
  const statements = [
    ...(asked.slots.length > 0 ? [marksSql('slots', slot, ofSlots.sql)] : []),
    ...(asked.minutes.length > 0
      ? [
          marksSql('marksOfMinutes', minute, ofMinutes.sql),
          versionsSql('minutes', 'map_1m', rowsOfMinutes),
          versionsSql('hours', 'map_1h', rowsOfMinutes),
        ]
      : []),
    ...(asked.days.length > 0
      ? [
          marksSql('marksOfDays', day, ofDays.sql),
          versionsSql('days', 'map_1d', inRanges('start', asked.days, 'day_').sql),
        ]
      : []),
  ]
  const found: Record<Part, Numbers> = {
    slots: new Map(),
    marksOfMinutes: new Map(),
    marksOfDays: new Map(),
    minutes: new Map(),
    hours: new Map(),
    days: new Map(),
  }
  if (statements.length > 0) {
    const parameters = { ...ofSlots.parameters, ...ofMinutes.parameters, ...ofDays.parameters }
    const sql = statements.join('\nunion all')
    const row = new RowBinaryReader(
      await connection.bytes(lane, { sql, parameters, settings: { max_threads: 1 } }, 'RowBinary'),
    )
    while (!row.isAtEnd) {
      const part = parts[row.uint8()]
      const [start, isLate] = [row.int64(), row.bool()]
      const number = row.int64()
      if (part !== undefined) found[part].set(start * 2 + (isLate ? 1 : 0), number)
    }
  }
  const { marksOfMinutes } = found
  const marksOfHours: Numbers = new Map()
  for (const [at, marks] of marksOfMinutes) {
    const start = beginOf(startOf(at), hour)
    if (!asked.minutes.some((range) => range.start <= start && start + hour <= range.end)) continue
    const key = start * 2 + (at % 2 === 0 ? 0 : 1)
    marksOfHours.set(key, (marksOfHours.get(key) ?? 0) + marks)
  }
  return {
    days: statesOf(found.marksOfDays, found.days),
    hours: statesOf(marksOfHours, found.hours),
    minutes: statesOf(marksOfMinutes, found.minutes),
    slots: new Map([...found.slots].map(([at, marks]) => [placeAt(startOf(at), at % 2 !== 0), marks])),
  }
}

/** By twice the beginning of a time, plus one for late. */
type Numbers = Map<number, number>

function startOf(at: number): Micros {
  return Math.floor(at / 2) as Micros
}

/** Of what has marks; those on time before the late ones, in the order of time. */
function statesOf(marks: Numbers, versions: Numbers): RowState[] {
  return [...marks]
    .map(([at, count]) => ({ start: startOf(at), isLate: at % 2 !== 0, marks: count, version: versions.get(at) ?? 0 }))
    .sort((a, b) => Number(a.isLate) - Number(b.isLate) || a.start - b.start)
}
