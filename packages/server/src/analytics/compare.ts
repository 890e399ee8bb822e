import type { ComparedTraceValue, TraceComparison } from '@roentgen/api'
import {
  annotationOf,
  type ComparedValue,
  type Store,
  type TraceKeyName,
  type TraceSet,
  traceValueOf,
} from '@roentgen/store'
import { deviationsFor, overRepresentation, secondsFromMicros } from '@roentgen/trace'
import { figuresOf } from './figures.ts'
import { keyText, keyValue } from './key-filter.ts'

export interface Comparison {
  readonly sets: readonly [TraceSet, TraceSet]
  /** `annotation` stands for the values of all annotations. */
  readonly keys: readonly TraceKeyName[]
  /** Values of each key. */
  readonly limit: number
}

/** Values of a key that are ranked by our measure, of those that the engine finds most surprising. */
const fewestRanked = 200

type ComparingStore = Pick<Store, 'statistics' | 'histogram' | 'comparedValues'>

/** What tells the traces of A from those of B. */
export async function compareSets(store: ComparingStore, { sets, keys, limit }: Comparison): Promise<TraceComparison> {
  const [a, b, { log }] = await Promise.all([
    store.statistics(sets[0]),
    store.statistics(sets[1]),
    store.histogram(sets),
  ])
  const totals = [a.count, b.count] as const
  const found: { readonly key: TraceKeyName; readonly distinct: number; readonly values: readonly ComparedValue[] }[] =
    []
  // One after the other: between them the engine answers others.
  for (const key of keys) {
    const asked = key === 'annotation' ? 'every annotation' : key
    found.push({ key, ...(await store.comparedValues(sets, asked, totals, Math.max(limit, fewestRanked))) })
  }
  const compared = found.reduce((sum, { distinct }) => sum + distinct, 0)
  const deviations = deviationsFor(compared)
  const ranked = found
    .flatMap(({ key, values }) =>
      values
        .map((value) => comparedValue(key, value, totals, deviations))
        .sort((one, other) => other.strength - one.strength)
        .slice(0, limit),
    )
    .sort((one, other) => other.strength - one.strength)
  return {
    a: figuresOf(a),
    b: figuresOf(b),
    histogram: log.map(({ from, to, counts: [ofA = 0, ofB = 0] }) => ({
      from: secondsFromMicros(from),
      to: to === undefined ? null : secondsFromMicros(to),
      a: ofA,
      b: ofB,
    })),
    compared,
    values: ranked.map(({ value }) => value),
  }
}

function comparedValue(
  asked: TraceKeyName,
  { text, counts: [a, b] }: ComparedValue,
  [ofA, ofB]: readonly [number, number],
  deviations: number,
): { readonly value: ComparedTraceValue; readonly strength: number } {
  const { strength, ratio, low, high, significant } = overRepresentation(a, ofA, b, ofB, deviations)
  const [shareOfA, shareOfB] = [ofA === 0 ? 0 : a / ofA, ofB === 0 ? 0 : b / ofB]
  const annotation = asked === 'annotation' && text !== undefined ? annotationOf(text) : undefined
  const key: TraceKeyName = annotation === undefined ? asked : { annotation: annotation.key }
  const found = annotation ?? (text === undefined ? undefined : traceValueOf(key, text))
  return {
    strength,
    value: {
      key: keyText(key),
      ...keyValue(key, found && { value: found.value, ...('type' in found ? { type: found.type } : {}) }),
      high: Number.isFinite(high) ? high : null,
      ...{ a, b, shareOfA, shareOfB, difference: shareOfA - shareOfB, ratio, low, significant },
    },
  }
}
