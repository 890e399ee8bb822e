import type { Micros } from '@roentgen/trace'
import type { Connection, Lane, QueryParameters } from '../connection.ts'
import type { MapGroup } from '../groups/map-group.ts'
import { onTimeSql } from '../map/on-time.ts'
import { onTime } from '../map/place.ts'
import { fewerRanges } from '../map/plan-window.ts'
import { inRanges } from '../map/ranges.ts'
import { beginOf, slot } from '../map/span-of-rows.ts'
import type { Window } from '../question.ts'

/** Some of the traces that a map counts, and the table that has them close together. */
export interface CountedTraces {
  /** After `from`. */
  readonly sql: string
  readonly parameters: QueryParameters
  /** SQL for the number that names the map of a trace, from `counted`, where it is another than that of the question. */
  readonly at?: string
}

/** Those that came on time and count in these ranges. Sort key: key_time, which is near the time at which they count. */
export function tracesOnTime(ranges: readonly Window[], group?: MapGroup): CountedTraces {
  const { where, parameters } = onTimeIn(ranges, group)
  return { sql: `summaries final\n      where ${where}`, parameters }
}

function onTimeIn(ranges: readonly Window[], group: MapGroup | undefined) {
  const keys = ranges.map(({ start, end }) => ({
    start: (start - onTime.after) as Micros,
    end: (end + onTime.before) as Micros,
  }))
  const key = inRanges('key_time', fewerRanges(merged(keys)), 'key_')
  const counted = inRanges('counted', ranges, 'on_time_')
  return {
    where: `${key.sql}
        and ${counted.sql}
        and ${onTimeSql('counted')}${inGroup(group)}`,
    parameters: { ...key.parameters, ...counted.parameters, ...versionsOf(group) },
  }
}

/**
 * In ranges that are narrow beside the keys near them, those on time that may count there: the keys of all rows that say so,
 * replaced ones too. The row that holds of a trace that counts there is among them.
 *
 * Cost: three columns of some 25 s of traces. Sort key: key_time.
 */
function candidatesSql(where: string): string {
  return `
select distinct
  key_time,
  trace_id
from summaries
where ${where}
limit {candidates:UInt32}
`
}

/** Wider ranges than these together have so many traces that to find their keys first would be in vain; µs. */
const narrow = 2_000_000
const mostCandidates = 500

/** The same traces as {@link tracesOnTime} gives; of narrow ranges by their keys, nothing where there are none. */
export async function fewTracesOnTime(
  connection: Connection,
  lane: Lane,
  ranges: readonly Window[],
  group?: MapGroup,
): Promise<CountedTraces | undefined> {
  const all = tracesOnTime(ranges, group)
  const { where, parameters } = onTimeIn(ranges, group)
  if (ranges.reduce((sum, { start, end }) => sum + end - start, 0) > narrow) return all
  const keys = await connection.rows(lane, {
    sql: candidatesSql(where),
    parameters: { ...parameters, candidates: mostCandidates },
  })
  if (keys.length === 0) return undefined
  if (keys.length === mostCandidates) return all
  return {
    sql: `${all.sql}
        and key_time in {key_times:Array(Int64)}
        and trace_id in {trace_ids:Array(UUID)}`,
    parameters: {
      ...all.parameters,
      key_times: keys.map(([time]) => Number(time)),
      trace_ids: keys.map(([, id]) => String(id)),
    },
  }
}

/** Those that came late. Sort key: slot. */
export function tracesLate(ranges: readonly Window[], group?: MapGroup): CountedTraces {
  const slots = ranges.map(({ start, end }) => ({ start: beginOf(start, slot), end }))
  const own = inRanges('slot', slots, 'slot_')
  const counted = inRanges('counted', ranges, 'late_')
  return {
    sql: `late_traces final
      where ${own.sql}
        and ${counted.sql}${inGroup(group)}`,
    parameters: { ...own.parameters, ...counted.parameters, ...versionsOf(group) },
  }
}

/** Those that came late and count in these slots, in any number. Sort key: slot. */
export function tracesLateOfSlots(slots: readonly Micros[], group?: MapGroup): CountedTraces {
  return {
    sql: `late_traces final
      where slot in {late_slots:Array(Int64)}${inGroup(group)}`,
    parameters: { late_slots: slots, ...versionsOf(group) },
  }
}

function inGroup(group: MapGroup | undefined): string {
  return group === undefined ? '' : '\n        and hasAny(groups, {versions_of_group:Array(UInt32)})'
}

function versionsOf(group: MapGroup | undefined): QueryParameters {
  return group === undefined ? {} : { versions_of_group: group.versions }
}

/** The same from the summaries alone, whatever it costs. */
export function tracesBySummary(ranges: readonly Window[], isLate: boolean): CountedTraces {
  const counted = inRanges('counted', ranges, isLate ? 'summary_late_' : 'summary_')
  return {
    sql: `summaries final
      where ${counted.sql}
        and ${isLate ? 'not ' : ''}(${onTimeSql('counted')})`,
    parameters: counted.parameters,
  }
}

function merged(ranges: readonly Window[]): Window[] {
  const all: Window[] = []
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = all.at(-1)
    if (last === undefined || range.start > last.end) all.push(range)
    else all[all.length - 1] = { start: last.start, end: Math.max(last.end, range.end) as Micros }
  }
  return all
}
