import { selfTime } from './self-time.ts'
import type { Micros } from './time.ts'
import type { Timeline, TimelineSpan } from './timeline.ts'

/**
 * What became of a (sub)segment of trace A in trace B. `missing`: only A has it, `new`: only B has it. `failing` fails in B
 * alone, `recovered` in A alone. `slower` and `faster` by what {@link differs} calls more than noise.
 */
export type SpanVerdict = 'missing' | 'new' | 'failing' | 'recovered' | 'slower' | 'faster' | 'same'

/** One line of two traces side by side: a (sub)segment of A, the one of B that stands for it, or both. */
export interface ComparedRow {
  readonly a: TimelineSpan | undefined
  readonly b: TimelineSpan | undefined
  readonly verdict: SpanVerdict
  /** Duration in B less that in A; undefined where one is not there or in progress. */
  readonly difference: Micros | undefined
  /** The same of the time in which nothing below was running. */
  readonly selfDifference: Micros | undefined
  readonly depth: number
  /** Position of the row that it hangs on; -1 at the top. */
  readonly parent: number
  /** No sibling follows. */
  readonly isLast: boolean
  /** How many rows hang on it, at any depth; they follow it. */
  readonly below: number
  /** How many of those are not `same`. */
  readonly differencesBelow: number
}

/**
 * Two traces aligned by structure and name: below two (sub)segments that stand for each other, those of the same name, kind
 * and request do, the first of A with the first of B and so on; then those of the same name and kind that are left. Callees
 * hang on their calls. Nothing depends on ids, which differ between any two traces, unless two siblings start at once.
 *
 * Total on any two timelines, in about linear time, and the same when the traces are swapped, mirrored.
 */
export function compareTimelines(a: Timeline, b: Timeline): readonly ComparedRow[] {
  const rows: Mutable[] = []
  const open: Omit<Mutable, 'below' | 'differencesBelow'>[] = []
  const push = (pairs: readonly Pair[], depth: number, parent: number) => {
    for (let index = pairs.length - 1; index >= 0; index--) {
      const pair = pairs[index]
      if (pair === undefined) continue
      open.push({ ...pair, ...differences(pair), depth, parent, isLast: index === pairs.length - 1 })
    }
  }
  const starts = [a.start, b.start] as const
  push(aligned(a.roots, b.roots, starts), 0, -1)
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    rows.push({ ...next, below: 0, differencesBelow: 0 })
    push(aligned(childrenOf(next.a), childrenOf(next.b), starts), next.depth + 1, rows.length - 1)
  }
  for (let index = rows.length - 1; index >= 0; index--) {
    const row = rows[index]
    const parent = row === undefined ? undefined : rows[row.parent]
    if (row === undefined || parent === undefined) continue
    parent.below += row.below + 1
    parent.differencesBelow += row.differencesBelow + (row.verdict === 'same' ? 0 : 1)
  }
  return rows
}

/** Whether two durations differ by more than two runs of the same work do: by a millisecond and a tenth of the longer. */
export function differs(a: Micros, b: Micros): boolean {
  const difference = Math.abs(a - b)
  return difference >= 1000 && difference * 10 >= Math.max(a, b)
}

interface Mutable extends ComparedRow {
  below: number
  differencesBelow: number
}

interface Pair {
  readonly a: TimelineSpan | undefined
  readonly b: TimelineSpan | undefined
}

function childrenOf(span: TimelineSpan | undefined): readonly TimelineSpan[] {
  return span === undefined ? [] : [...span.subsegments, ...span.callees]
}

/** Pairs of siblings, and those that stand alone, by when they start after the start of their trace. */
function aligned(
  a: readonly TimelineSpan[],
  b: readonly TimelineSpan[],
  [startOfA, startOfB]: readonly [Micros, Micros],
): readonly Pair[] {
  const [inA, inB] = [byStart(a), byStart(b)]
  const exact = paired(inA, inB, ({ name, kind, type, label }) => JSON.stringify([name, kind, type, label]))
  const loose = paired(exact.onlyA, exact.onlyB, ({ name, kind }) => JSON.stringify([name, kind]))
  const pairs: readonly Pair[] = [
    ...exact.pairs,
    ...loose.pairs,
    ...loose.onlyA.map((one) => ({ a: one, b: undefined })),
    ...loose.onlyB.map((one) => ({ a: undefined, b: one })),
  ]
  const placed = pairs.map((pair) => ({
    pair,
    at: Math.min(
      pair.a === undefined ? Number.POSITIVE_INFINITY : pair.a.start - startOfA,
      pair.b === undefined ? Number.POSITIVE_INFINITY : pair.b.start - startOfB,
    ),
    text: [pair.a, pair.b]
      .flatMap((span) => (span === undefined ? [] : textOf(span)))
      .sort()
      .join('\n'),
  }))
  return placed.sort((one, other) => one.at - other.at || compareTexts(one.text, other.text)).map(({ pair }) => pair)
}

/** The first of A with the first of B that have one key, the second with the second, and so on. */
function paired(a: readonly TimelineSpan[], b: readonly TimelineSpan[], keyOf: (span: TimelineSpan) => string) {
  const waiting = new Map<string, TimelineSpan[]>()
  for (const span of a) {
    const key = keyOf(span)
    const same = waiting.get(key)
    if (same === undefined) waiting.set(key, [span])
    else same.push(span)
  }
  const taken = new Map<string, number>()
  const found = new Set<TimelineSpan>()
  const pairs: Pair[] = []
  const onlyB: TimelineSpan[] = []
  for (const span of b) {
    const key = keyOf(span)
    const at = taken.get(key) ?? 0
    const partner = waiting.get(key)?.[at]
    if (partner === undefined) onlyB.push(span)
    else {
      pairs.push({ a: partner, b: span })
      found.add(partner)
      taken.set(key, at + 1)
    }
  }
  return { pairs, onlyA: a.filter((span) => !found.has(span)), onlyB }
}

function byStart(spans: readonly TimelineSpan[]): readonly TimelineSpan[] {
  return spans.toSorted((one, other) => one.start - other.start || compareTexts(textOf(one), textOf(other)))
}

function textOf({ name, label, id, kind }: TimelineSpan): string {
  return `${name}\n${label}\n${id}\n${kind}`
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

function differences({ a, b }: Pair): Pick<ComparedRow, 'verdict' | 'difference' | 'selfDifference'> {
  if (a === undefined || b === undefined)
    return { verdict: a === undefined ? 'new' : 'missing', difference: undefined, selfDifference: undefined }
  const [ofA, ofB] = [durationOf(a), durationOf(b)]
  const [selfOfA, selfOfB] = [selfTime(a), selfTime(b)]
  return {
    verdict: verdictOf(a, b),
    difference: ofA === undefined || ofB === undefined ? undefined : ((ofB - ofA) as Micros),
    selfDifference: selfOfA === undefined || selfOfB === undefined ? undefined : ((selfOfB - selfOfA) as Micros),
  }
}

function verdictOf(a: TimelineSpan, b: TimelineSpan): SpanVerdict {
  if (hasFailed(a) !== hasFailed(b)) return hasFailed(b) ? 'failing' : 'recovered'
  const [ofA, ofB] = [durationOf(a), durationOf(b)]
  if (ofA === undefined || ofB === undefined || !differs(ofA, ofB)) return 'same'
  return ofB > ofA ? 'slower' : 'faster'
}

function hasFailed({ state }: TimelineSpan): boolean {
  return state === 'fault' || state === 'error' || state === 'throttle'
}

function durationOf({ start, end }: TimelineSpan): Micros | undefined {
  return end === undefined ? undefined : ((end - start) as Micros)
}
