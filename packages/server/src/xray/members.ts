import type { JsonObject, JsonValue, Micros } from '@roentgen/trace'
import { isObject, microsFromSeconds } from '@roentgen/trace'
import { apiError } from '../errors.ts'

// Readers of one member of a request each. An explicit null is an absent member: the Go SDK sends NextToken so.

export function optionalString(members: JsonObject, name: string): string | undefined {
  const value = members[name] ?? undefined
  if (value !== undefined && typeof value !== 'string') throw apiError('wrongType', name, 'a string')
  return value
}

export function optionalBoolean(members: JsonObject, name: string): boolean | undefined {
  const value = members[name] ?? undefined
  if (value !== undefined && typeof value !== 'boolean') throw apiError('wrongType', name, 'true or false')
  return value
}

export function optionalNumber(members: JsonObject, name: string): number | undefined {
  const value = members[name] ?? undefined
  if (value !== undefined && typeof value !== 'number') throw apiError('wrongType', name, 'a number')
  return value
}

export function requiredNumber(members: JsonObject, name: string): number {
  const value = optionalNumber(members, name)
  if (value === undefined) throw apiError('missingMember', name)
  return value
}

export function optionalObject(members: JsonObject, name: string): JsonObject | undefined {
  const value = members[name] ?? undefined
  if (value !== undefined && !isObject(value)) throw apiError('wrongType', name, 'an object')
  return value
}

export function requiredString(members: JsonObject, name: string): string {
  const value = optionalString(members, name)
  if (value === undefined) throw apiError('missingMember', name)
  return value
}

export function optionalArray(members: JsonObject, name: string): readonly JsonValue[] | undefined {
  const value = members[name] ?? undefined
  if (value !== undefined && !Array.isArray(value)) throw apiError('wrongType', name, 'an array')
  return value
}

export function optionalStrings(members: JsonObject, name: string): readonly string[] | undefined {
  return optionalArray(members, name)?.map((value) => {
    if (typeof value !== 'string') throw apiError('wrongType', name, 'an array of strings')
    return value
  })
}

export function requiredArray(members: JsonObject, name: string): readonly JsonValue[] {
  const value = optionalArray(members, name)
  if (value === undefined) throw apiError('missingMember', name)
  return value
}

/** A count of X-Ray's int32: a whole number, not negative. */
export function requiredCount(members: JsonObject, name: string): number {
  const value = optionalCount(members, name)
  if (value === undefined) throw apiError('missingMember', name)
  return value
}

export function optionalCount(members: JsonObject, name: string): number | undefined {
  const value = optionalNumber(members, name)
  if (value !== undefined && !(Number.isInteger(value) && value >= 0))
    throw apiError('wrongType', name, 'a whole number of 0 or more')
  return value
}

/** Epoch seconds. ISO texts are taken as well: some hand-written clients send them. */
export function requiredTime(members: JsonObject, name: string): Micros {
  const value = members[name] ?? undefined
  if (value === undefined) throw apiError('missingMember', name)
  const seconds = typeof value === 'string' ? secondsOfText(value) : value
  // Beyond these a time in microseconds is not a safe integer.
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || Math.abs(seconds) > 9e9)
    throw apiError('badTime', name, JSON.stringify(value))
  return microsFromSeconds(seconds)
}

function secondsOfText(text: string): number {
  return /^\s*-?\d+(\.\d+)?(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : Date.parse(text) / 1000
}

export function choice<Choice extends string>(
  members: JsonObject,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = optionalString(members, name)
  if (value === undefined) return undefined
  const found = choices.find((one) => one === value)
  if (found === undefined) throw apiError('badChoice', name, value, choices)
  return found
}

/** A window of time, start before end. */
export function requiredWindow(members: JsonObject): { readonly start: Micros; readonly end: Micros } {
  const start = requiredTime(members, 'StartTime')
  const end = requiredTime(members, 'EndTime')
  if (end <= start) throw apiError('endNotAfterStart', start / 1e6, end / 1e6)
  return { start, end }
}
