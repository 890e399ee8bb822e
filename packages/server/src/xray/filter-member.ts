import { type Condition, check, FilterError, type GroupFilter, parse } from '@roentgen/filter'
import type { JsonObject } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import { optionalString } from './members.ts'

/** What reading a filter depends on. */
export interface FilterReading {
  /** The groups that it may name, as they are now. */
  readonly groups: () => readonly GroupFilter[]
  /** Characters that it may have. */
  readonly longest: number
}

/** The member FilterExpression, checked; undefined where it is left out. @throws InvalidRequestException with position and reason */
export function filterOf(members: JsonObject, reading: FilterReading): Condition | undefined {
  const text = optionalString(members, 'FilterExpression')
  if (text === undefined) return undefined
  try {
    return check(parse(text, { length: reading.longest }), { groups: reading.groups() })
  } catch (error) {
    if (error instanceof FilterError) throw apiError('badFilter', error.message)
    throw error
  }
}
