/**
 * The measure of decision 100, by its definition: how unlikely the counts of a value become under a ratio of odds, and
 * how unlikely they may be.
 */

/** Twice what the likelihood of the counts loses where the odds in A are `ratio` times those in B. */
export function deviance(a: number, ofA: number, b: number, ofB: number, ratio: number): number {
  const likelihood = (odds: number) =>
    a * Math.log(odds * ratio) - ofA * Math.log(1 + odds * ratio) + b * Math.log(odds) - ofB * Math.log(1 + odds)
  // The odds in B that fit best: where the derivative by ln(odds) changes its sign.
  let [low, high] = [-60, 60]
  for (let step = 0; step < 200; step += 1) {
    const middle = (low + high) / 2
    const odds = Math.exp(middle)
    const slope = a + b - (ofA * odds * ratio) / (1 + odds * ratio) - (ofB * odds) / (1 + odds)
    if (slope > 0) low = middle
    else high = middle
  }
  const own = (count: number, of: number) =>
    (count === 0 ? 0 : count * Math.log(count / of)) + (count === of ? 0 : (of - count) * Math.log((of - count) / of))
  return 2 * (own(a, ofA) + own(b, ofB) - likelihood(Math.exp(low)))
}

/** The deviance that `values` values together pass with one in a hundred, where none differs: the square of the normal's quantile. */
export function allowedDeviance(values: number): number {
  const tail = 0.01 / Math.max(1, values) / 2
  let [low, high] = [0, 40]
  for (let step = 0; step < 200; step += 1) {
    const middle = (low + high) / 2
    if (upperTail(middle) > tail) low = middle
    else high = middle
  }
  return low * low
}

/** Of the normal distribution above `z`, by Simpson's rule. */
function upperTail(z: number): number {
  const steps = 4000
  const width = 12 / steps
  let sum = 0
  for (let i = 0; i <= steps; i += 1) {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2
    sum += weight * Math.exp(-((z + i * width) ** 2) / 2)
  }
  return (sum * width) / 3 / Math.sqrt(2 * Math.PI)
}
