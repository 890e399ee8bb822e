import type { TraceComparison, TraceFigures, TraceGroups } from '@roentgen/api'
import { isObject, type JsonObject, type JsonValue } from '@roentgen/trace'
import { errors } from './errors.ts'
import type { ServerClient } from './server-client.ts'

/** @throws CommandError where a server of another version answers otherwise */
export function groupsIn(answer: JsonObject, { url }: ServerClient): TraceGroups {
  if (isGroups(answer)) return answer
  throw errors.otherAnswer(url.origin, '/api/traces/group-by')
}

/** @throws CommandError where a server of another version answers otherwise */
export function comparisonIn(answer: JsonObject, { url }: ServerClient): TraceComparison {
  if (isComparison(answer)) return answer
  throw errors.otherAnswer(url.origin, '/api/traces/compare')
}

function isGroups(answer: object): answer is TraceGroups {
  const { by, total, distinct, groups }: JsonObject = { ...answer }
  return (
    typeof by === 'string' &&
    isFigures(total) &&
    typeof distinct === 'number' &&
    isListOf(groups, (group) => isFigures(group) && hasNumbers(group, ['share']) && isValue(group))
  )
}

function isComparison(answer: object): answer is TraceComparison {
  const { a, b, compared, values }: JsonObject = { ...answer }
  return (
    isFigures(a) &&
    isFigures(b) &&
    typeof compared === 'number' &&
    isListOf(
      values,
      (value) =>
        isValue(value) &&
        typeof value.key === 'string' &&
        typeof value.significant === 'boolean' &&
        (value.high === null || typeof value.high === 'number') &&
        hasNumbers(value, ['a', 'b', 'shareOfA', 'shareOfB', 'difference', 'ratio', 'low']),
    )
  )
}

const counts = ['count', 'ok', 'error', 'fault', 'throttle', 'answered'] satisfies (keyof TraceFigures)[]
const times = ['mean', 'p50', 'p95', 'p99', 'max'] satisfies (keyof TraceFigures)[]

function isFigures(value: JsonValue | undefined): boolean {
  return isObject(value) && hasNumbers(value, counts) && times.every((name) => isNumberOrNull(value[name]))
}

function isValue({ value }: JsonObject): boolean {
  return value !== undefined && !Array.isArray(value) && !isObject(value)
}

function isListOf(value: JsonValue | undefined, holds: (item: JsonObject) => boolean): boolean {
  return Array.isArray(value) && (value as readonly JsonValue[]).every((item) => isObject(item) && holds(item))
}

function hasNumbers(value: JsonObject, names: readonly string[]): boolean {
  return names.every((name) => typeof value[name] === 'number')
}

function isNumberOrNull(value: JsonValue | undefined): boolean {
  return value === null || typeof value === 'number'
}
