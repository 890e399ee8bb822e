import type { TraceKey, TraceKeyValue } from '@roentgen/api'
import { keyName } from '../format/trace-keys.ts'
import { plainKeys } from './group-keys.ts'

export interface OfferedKey {
  readonly key: TraceKey
  /** Of an annotation: traces that have it. */
  readonly count?: number
}

/** Keys with a text in their names, then annotations with it in their keys. */
export function keysFor(
  sought: string,
  annotations: readonly (TraceKeyValue & { readonly count: number })[],
): readonly OfferedKey[] {
  const text = sought.trim().toLowerCase()
  return [
    ...plainKeys.filter((key) => keyName(key).toLowerCase().includes(text)).map((key) => ({ key })),
    ...annotations
      .filter(({ value }) => String(value).toLowerCase().includes(text))
      .map(({ value, count }) => ({ key: `annotation[${value}]` as const, count })),
  ]
}
