import type { Micros } from '@roentgen/trace'
import type { QueryParameters } from '../connection.ts'
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
  const keys = ranges.map(({ start, end }) => ({
    start: (start - onTime.after) as Micros,
    end: (end + onTime.before) as Micros,
  }))
  const key = inRanges('key_time', fewerRanges(merged(keys)), 'key_')
  const counted = inRanges('counted', ranges, 'on_time_')
  return {
    sql: `summaries final
      where ${key.sql}
        and ${counted.sql}
        and ${onTimeSql('counted')}${inGroup(group)}`,
    parameters: { ...key.parameters, ...counted.parameters, ...versionsOf(group) },
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
