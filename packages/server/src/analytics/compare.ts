import type { ComparedTraceValue, TraceComparison } from '@roentgen/api'
import {
  annotationOf,
  type ComparedKey,
  type CountedValue,
  noTraces,
  type QuestionsOfSets,
  scansFor,
  type TraceKeyName,
  textKey,
  traceValueOf,
} from '@roentgen/store'
import { deviationsFor, overRepresentation, secondsFromMicros } from '@roentgen/trace'
import { figuresOf } from './figures.ts'
import { inPairs } from './in-pairs.ts'
import { keyText, keyValue } from './key-filter.ts'
import { type ComparedSets, someTraces } from './some-traces.ts'

export interface Comparison {
  readonly sets: ComparedSets
  /** `annotation` stands for the values of all annotations. */
  readonly keys: readonly TraceKeyName[]
  /** Values of each key. */
  readonly limit: number
  /** Of sets that have more together, about so many traces are compared; undefined: all. */
  readonly most: number | undefined
}

/** Values of a key that are ranked by our measure, of those that the engine finds most surprising. */
const fewestRanked = 200

type ComparingStore = Pick<QuestionsOfSets, 'histogram' | 'comparedValues' | 'comparedTexts' | 'tracesInSets'>

/** What tells the traces of A from those of B. */
export async function compareSets(store: ComparingStore, comparison: Comparison): Promise<TraceComparison> {
  const { keys, limit, most } = comparison
  const { sets, share } = await someTraces(store, comparison.sets, most)
  const {
    statistics: [a = noTraces, b = noTraces],
    log,
  } = await store.histogram(sets, 0)
  const totals = [a.count, b.count] as const
  const asked = keys.map((key): ComparedKey => (key === 'annotation' ? 'every annotation' : key))
  const scans = await inPairs(scansFor(asked), (scan) =>
    store.comparedValues({ sets, keys: scan, totals, limit: Math.max(limit, fewestRanked) }),
  )
  const found = scans.flat().sort((one, other) => asked.indexOf(one.key) - asked.indexOf(other.key))
  const compared = found.reduce((sum, { distinct }) => sum + distinct, 0)
  const deviations = deviationsFor(compared)
  const strongest = found.flatMap(({ key, values }) =>
    values
      .map((value) => ({ key, value, odds: oddsOf(value, totals, deviations) }))
      .sort(byStrength)
      .slice(0, limit),
  )
  const texts = await store.comparedTexts(
    strongest.flatMap(({ key, value: { number } }) => (number === undefined ? [] : [{ key, number }])),
    sets,
  )
  const ranked = strongest
    .flatMap(({ key, value, odds }) => {
      const text = value.number === undefined ? undefined : texts.get(textKey({ key, number: value.number }))
      // The trace that was to tell the text was revised or dropped in between.
      return value.number !== undefined && text === undefined ? [] : [{ key, value, odds, text }]
    })
    .sort(byStrength)
  return {
    a: figuresOf(a),
    b: figuresOf(b),
    share,
    histogram: log.map(({ from, to, counts: [ofA = 0, ofB = 0] }) => ({
      from: secondsFromMicros(from),
      to: to === undefined ? null : secondsFromMicros(to),
      a: ofA,
      b: ofB,
    })),
    compared,
    values: ranked.map(({ key, value, odds, text }) => comparedValue(key, text, value, totals, odds)),
  }
}

type Odds = ReturnType<typeof overRepresentation>

function oddsOf({ counts: [a, b] }: CountedValue, [ofA, ofB]: readonly [number, number], deviations: number): Odds {
  return overRepresentation(a, ofA, b, ofB, deviations)
}

/** The surest difference first. */
function byStrength(one: { readonly odds: Odds }, other: { readonly odds: Odds }): number {
  return other.odds.strength - one.odds.strength
}

function comparedValue(
  asked: ComparedKey,
  text: string | undefined,
  { counts: [a, b] }: CountedValue,
  [ofA, ofB]: readonly [number, number],
  { ratio, low, high, significant }: Odds,
): ComparedTraceValue {
  const [shareOfA, shareOfB] = [ofA === 0 ? 0 : a / ofA, ofB === 0 ? 0 : b / ofB]
  const annotation = asked === 'every annotation' && text !== undefined ? annotationOf(text) : undefined
  const key: TraceKeyName =
    annotation === undefined ? (asked === 'every annotation' ? 'annotation' : asked) : { annotation: annotation.key }
  const found = annotation ?? (text === undefined ? undefined : traceValueOf(key, text))
  return {
    key: keyText(key),
    ...keyValue(key, found && { value: found.value, ...('type' in found ? { type: found.type } : {}) }),
    high: Number.isFinite(high) ? high : null,
    ...{ a, b, shareOfA, shareOfB, difference: shareOfA - shareOfB, ratio, low, significant },
  }
}
