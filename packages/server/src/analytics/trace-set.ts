import type { Condition } from '@roentgen/filter'
import type { TraceSet } from '@roentgen/store'
import type { JsonObject } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import { type FilterReading, filterOfGroup, readFilter } from '../xray/filter-member.ts'
import { optionalString, requiredTime } from '../xray/members.ts'

/** The set that a question is about: `start`, `end`, `filter`, `group`. @throws InvalidRequestException */
export async function traceSetOf(members: JsonObject, filters: FilterReading): Promise<TraceSet> {
  const start = requiredTime(members, 'start')
  const end = requiredTime(members, 'end')
  if (end <= start) throw apiError('endNotAfterStart', start / 1e6, end / 1e6)
  const filter = await conditionOf(optionalString(members, 'filter'), optionalString(members, 'group'), filters)
  return { window: { start, end }, filter }
}

/** Of filter and group together; undefined of neither. */
export async function conditionOf(
  filter: string | undefined,
  group: string | undefined,
  filters: FilterReading,
): Promise<Condition | undefined> {
  const ofGroup = group === undefined ? undefined : await filterOfGroup(group, filters)
  const ofFilter = filter === undefined ? undefined : await readFilter(filter, filters)
  const terms = [ofGroup, ofFilter].filter((term) => term !== undefined)
  return terms.length > 1 ? { kind: 'and', terms } : terms[0]
}
