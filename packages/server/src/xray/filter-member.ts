import { type Condition, check, FilterError, type GroupFilter, parse } from '@roentgen/filter'
import type { JsonObject } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import { optionalString } from './members.ts'

/** What reading a filter depends on. */
export interface FilterReading {
  /** The groups that it may name, as they are now. */
  readonly groups: () => Promise<readonly GroupFilter[]>
  /** Characters that it may have. */
  readonly longest: number
}

/** The member FilterExpression, checked; undefined where it is left out. @throws InvalidRequestException with position and reason */
export async function filterOf(members: JsonObject, reading: FilterReading): Promise<Condition | undefined> {
  const text = optionalString(members, 'FilterExpression')
  return text === undefined ? undefined : readFilter(text, reading)
}

/** A filter, checked. @throws InvalidRequestException with position and reason */
export async function readFilter(text: string, reading: FilterReading): Promise<Condition> {
  try {
    const expression = parse(text, { length: reading.longest })
    // Most filters name no group, and need not wait for them.
    return check(expression, { groups: /group\./i.test(text) ? await reading.groups() : [] })
  } catch (error) {
    if (error instanceof FilterError) throw apiError('badFilter', error.message)
    throw error
  }
}

/** What the traces of the group have in common, as it is now; undefined for Default, which has all. @throws InvalidRequestException */
export async function filterOfGroup(name: string, reading: FilterReading): Promise<Condition | undefined> {
  const groups = await reading.groups()
  const group = groups.find((one) => one.name === name)
  if (group === undefined) throw apiError('unknownGroup', name)
  return group.expression === undefined ? undefined : check(parse(`group.name = "${name}"`), { groups })
}
