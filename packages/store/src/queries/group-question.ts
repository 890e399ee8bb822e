import type { GroupOrder } from './group-orders.ts'
import { matchingSql, setSettings, type TraceSet } from './matching-traces.ts'
import type { TraceKeyName, TraceValue } from './trace-keys.ts'
import type { TraceStatistics } from './trace-statistics.ts'

export interface GroupQuestion {
  readonly set: TraceSet
  readonly key: TraceKeyName
  readonly limit: number
  readonly order: GroupOrder
  readonly descending: boolean
  /** Only values that have this in them, whatever their case; '' for all, absence too. */
  readonly contains: string
}

export interface GroupedTraces {
  /** Values (of those sought) that traces of the set have, absence too. */
  readonly distinct: number
  /** The first in the order, as many as were wanted. */
  readonly groups: readonly GroupOfTraces[]
  /** Of all traces of the set. */
  readonly total: TraceStatistics
}

export type GroupOfTraces = TraceStatistics & { readonly value: TraceValue | undefined }

/** Each trace as often as it has values; of these columns the engine reads those that are asked for. */
export function ofEachValue(value: string, condition: string): string {
  return `from (
  select
    ${value} as value,
    key_time,
    ok,
    error,
    fault,
    throttle,
    response_time
  from summaries final
  where ${condition}
)`
}

export function conditionOf({ set }: GroupQuestion): string {
  return matchingSql([set]).conditions.join()
}

export function asked({ set, key, limit, contains }: GroupQuestion, numbers: readonly string[] = []) {
  return {
    parameters: {
      ...matchingSql([set]).parameters,
      limit,
      contains,
      numbers,
      ...(typeof key === 'string' ? {} : { annotation_key: key.annotation }),
    },
    settings: setSettings,
  }
}
