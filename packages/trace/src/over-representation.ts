/** How much more often a value stands in one set of traces than in another, by its odds. */
export interface OverRepresentation {
  /** Odds in A divided by odds in B: 1 is as often. With half a trace added to each count, so that it is a number. */
  readonly ratio: number
  /** Where the ratio lies for sure, as sure as was asked; from 0 to Infinity. */
  readonly low: number
  readonly high: number
  /** Of ln(ratio) the end of that interval which is nearer to 0; beyond 0 where the interval holds 1, so that more is stronger. */
  readonly strength: number
  /** The interval does not hold 1. */
  readonly significant: boolean
}

/**
 * The shares of A and of B that are the likeliest where the odds in A are so many times those in B: what an end of the
 * interval means for what a person sees.
 */
export function sharesUnder(ratio: number, a: number, ofA: number, b: number, ofB: number): readonly [number, number] {
  const logRatio = clamp(Math.log(ratio))
  return likeliestShares({ a, ofA: Math.max(a, ofA), b, ofB: Math.max(b, ofB) }, logRatio)
}

/** A value in two sets: `a` traces of A's `ofA` have it, and `b` of B's `ofB`. */
interface Counts {
  readonly a: number
  readonly ofA: number
  readonly b: number
  readonly ofB: number
}

/** Of ln(ratio); beyond, every count that a computer holds is certain. */
const farthest = 60

/**
 * The odds ratio and its interval by profile likelihood: those ratios under which the counts are not too unlikely. Small
 * counts have wide intervals, and so a value that few traces have is no finding, whatever its shares. Total.
 * Source: docs/decisions/100-what-tells-two-sets-apart.md.
 *
 * @param deviations how unlikely is too unlikely, in deviations of a normal: see {@link deviationsFor}
 */
export function overRepresentation(
  a: number,
  ofA: number,
  b: number,
  ofB: number,
  deviations: number,
): OverRepresentation {
  // Traces may have come between the two counts.
  const counts = { a, ofA: Math.max(a, ofA), b, ofB: Math.max(b, ofB) }
  const [notA, notB] = [counts.ofA - a, counts.ofB - b]
  const odds = Math.log(((a + 0.5) * (notB + 0.5)) / ((b + 0.5) * (notA + 0.5)))
  const most = deviations ** 2
  const isLikely = (logRatio: number) => deviance(counts, logRatio) <= most
  // The likeliest ratio, of which one end may be infinite.
  const peak = clamp(Math.log((a * notB) / (b * notA)) || 0)
  const low = isLikely(-farthest) ? Number.NEGATIVE_INFINITY : between(-farthest, peak, isLikely)
  const high = isLikely(farthest) ? Number.POSITIVE_INFINITY : between(farthest, peak, isLikely)
  const significant = low > 0 || high < 0
  return {
    ratio: Math.exp(odds),
    low: Math.exp(low),
    high: Math.exp(high),
    strength: odds > 0 ? Math.max(low, -farthest) : Math.max(-high, -farthest),
    significant,
  }
}

/** Twice the logarithm of how much likelier the counts are under their own ratio than under this one. Never negative. */
function deviance({ a, ofA, b, ofB }: Counts, logRatio: number): number {
  const own = likelihood(a, ofA, a / ofA) + likelihood(b, ofB, b / ofB)
  const [shareOfA, shareOfB] = likeliestShares({ a, ofA, b, ofB }, logRatio)
  return Math.max(0, 2 * (own - likelihood(a, ofA, shareOfA) - likelihood(b, ofB, shareOfB)))
}

/**
 * The shares under which the counts are likeliest, of those with this ratio of odds: they expect as many traces with the value
 * as there are, which is a quadratic equation for the share of B.
 */
function likeliestShares({ a, ofA, b, ofB }: Counts, logRatio: number): readonly [number, number] {
  const ratio = Math.exp(logRatio)
  const total = a + b
  const square = ofB * (ratio - 1)
  const linear = ofA * ratio + ofB - total * (ratio - 1)
  const root = Math.sqrt(Math.max(0, linear ** 2 + 4 * square * total))
  // Of the two forms of its solution the one that takes no difference of like numbers.
  const ofShareB = linear < 0 ? (root - linear) / (2 * square) : (2 * total) / (linear + root)
  const shareOfB = Math.min(1, Math.max(0, ofShareB))
  return [(ratio * shareOfB) / (1 + (ratio - 1) * shareOfB), shareOfB]
}

function likelihood(some: number, all: number, share: number): number {
  return (some === 0 ? 0 : some * Math.log(share)) + (some === all ? 0 : (all - some) * Math.log1p(-share))
}

/** Where between the two ends it begins to hold; it holds at `inside`. */
function between(outside: number, inside: number, holds: (value: number) => boolean): number {
  let [out, within] = [outside, inside]
  for (let step = 0; step < 30; step++) {
    const middle = (out + within) / 2
    if (holds(middle)) within = middle
    else out = middle
  }
  return within
}

function clamp(value: number): number {
  return Math.min(farthest, Math.max(-farthest, value))
}

/**
 * How many deviations an interval must have to either side, so that among `values` comparisons of which none differs one is called
 * different with this probability at most (Bonferroni).
 */
export function deviationsFor(values: number, mistake = 0.01): number {
  const tail = mistake / 2 / Math.max(1, values)
  let low = 0
  let high = 40
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (upperTail(middle) > tail) low = middle
    else high = middle
  }
  return high
}

/** The probability that a standard normal is greater; by Numerical Recipes' erfc, to 1.2e-7 of itself. */
function upperTail(deviations: number): number {
  const x = deviations / Math.SQRT2
  const t = 1 / (1 + x / 2)
  const coefficients = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
    0.17087277,
  ]
  const polynomial = coefficients.reduceRight((sum, coefficient) => sum * t + coefficient, 0)
  return (t * Math.exp(-x * x + polynomial)) / 2
}
