import { keyName, keyValueText } from '../format/trace-keys.ts'
import type { ComparedValue } from '../wire/trace-sets.ts'

/** How the values are ordered: as the server ranks them, or by what they show. */
export const valueOrders = ['surest', 'difference', 'a', 'b'] as const
export type ValueOrder = (typeof valueOrders)[number]

/** Which of the values are shown. */
export interface ValueChoice {
  readonly order: ValueOrder
  /** One key alone; '' for all. */
  readonly key: string
  /** In key or value, whatever its case. */
  readonly sought: string
  readonly onlySure: boolean
}

export function chosenValues(values: readonly ComparedValue[], choice: ValueChoice): readonly ComparedValue[] {
  const sought = choice.sought.trim().toLowerCase()
  const chosen = values.filter(
    (value) =>
      (!choice.onlySure || value.significant) &&
      (choice.key === '' || value.key === choice.key) &&
      (sought === '' || `${keyName(value.key)}\n${keyValueText(value)}`.toLowerCase().includes(sought)),
  )
  const by = measures[choice.order]
  return by === undefined ? chosen : chosen.toSorted((one, other) => by(other) - by(one))
}

const measures: Partial<Record<ValueOrder, (value: ComparedValue) => number>> = {
  difference: ({ difference }) => Math.abs(difference),
  a: ({ shareOfA }) => shareOfA,
  b: ({ shareOfB }) => shareOfB,
}

/** The keys that there are values of, with how many of them differ for sure; the surest key first. */
export function keysOf(values: readonly ComparedValue[]): readonly { readonly key: string; readonly sure: number }[] {
  const keys = new Map<string, number>()
  for (const value of values) keys.set(value.key, (keys.get(value.key) ?? 0) + (value.significant ? 1 : 0))
  return [...keys].map(([key, sure]) => ({ key, sure }))
}
