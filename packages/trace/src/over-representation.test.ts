import { describe, expect, test } from 'vitest'
import { deviationsFor, overRepresentation } from './over-representation.ts'

describe('a value is over-represented', () => {
  test('as far as its counts are sure', () => {
    const sure = overRepresentation(300, 1000, 100, 1000, 3)
    expect(sure.ratio).toBeCloseTo((300.5 * 900.5) / (100.5 * 700.5), 10)
    expect(sure.significant).toBe(true)
    expect(overRepresentation(3, 10, 1, 10, 3).significant).toBe(false)
    // Of 25 traces four, where a fiftieth is usual: one value in 700 is so by chance.
    expect(overRepresentation(4, 200, 21, 9800, 4).significant).toBe(false)
    expect(overRepresentation(4, 200, 21, 9800, 2.9).significant).toBe(true)
  })

  test('within the ratios that leave its counts likely, which are skewed where they are small', () => {
    const { low, ratio, high } = overRepresentation(10, 100, 4, 100, deviationsFor(1, 0.05))
    expect([low, ratio, high].map((one) => one.toPrecision(3))).toEqual(['0.858', '2.49', '10.0'])
  })

  test('in A as it is under-represented in B', () => {
    const there = overRepresentation(40, 100, 10, 200, 2)
    const back = overRepresentation(10, 200, 40, 100, 2)
    expect(there.strength).toBeCloseTo(back.strength, 6)
    expect(there.low).toBeCloseTo(1 / back.high, 6)
  })

  test('is defined where nothing or everything has it', () => {
    for (const [a, ofA, b, ofB] of [
      [0, 0, 0, 0],
      [0, 10, 0, 10],
      [10, 10, 10, 10],
      [10, 10, 0, 1e9],
      [11, 10, 3, 2],
    ] as const)
      for (const value of Object.values(overRepresentation(a, ofA, b, ofB, 4))) expect(value).not.toBeNaN()
  })
})

// Two-sided normal quantiles of any table.
test.each([
  [1, 0.05, 1.959964],
  [1, 0.01, 2.575829],
  [100, 0.01, 3.890592],
  [10_000, 0.01, 4.891638],
])('among %i comparisons with a mistake of %d an interval has %d deviations', (values, mistake, deviations) => {
  expect(deviationsFor(values, mistake)).toBeCloseTo(deviations, 4)
})

describe('of 10,000 traces with one of 40 annotation values', () => {
  /** Traces of a seed: the values, and whether the trace lies in the slow hump. */
  function traces(seed: number, plantedCause: boolean) {
    const random = mulberry32(seed)
    return Array.from({ length: 10_000 }, () => {
      // The cause has 3 % of the traces, the others share the rest.
      const value = random() < 0.03 ? 0 : 1 + Math.floor(random() * 39)
      const url = Math.floor(random() * 12)
      const user = Math.floor(random() * 400)
      const usual = 0.05 + 0.1 * random() + (random() < 0.02 ? 0.3 : 0)
      const time = usual + (plantedCause && value === 0 ? 0.3 : 0)
      return { isSlow: time > 0.3, keys: [`value ${value}`, `url ${url}`, `user ${user}`] }
    })
  }

  function ranked(seed: number, plantedCause: boolean) {
    const all = traces(seed, plantedCause)
    const ofA = all.filter(({ isSlow }) => isSlow).length
    const counts = new Map<string, { a: number; b: number }>()
    for (const { isSlow, keys } of all)
      for (const key of keys) {
        const count = counts.get(key) ?? { a: 0, b: 0 }
        counts.set(key, count)
        if (isSlow) count.a++
        else count.b++
      }
    const deviations = deviationsFor(counts.size)
    return [...counts]
      .map(([key, { a, b }]) => ({ key, ...overRepresentation(a, ofA, b, all.length - ofA, deviations) }))
      .sort((one, other) => other.strength - one.strength)
  }

  const seeds = Array.from({ length: 50 }, (_, seed) => seed + 1)

  test('the one that is 300 ms slower is ranked first in 50 of 50 seeds when the slow are compared with the rest', () => {
    const first = seeds.map((seed) => ranked(seed, true)[0])
    expect(first.filter((one) => one?.key === 'value 0' && one.significant && one.ratio > 1)).toHaveLength(50)
  })

  test('none is significant in at least 48 of 50 seeds where none is the cause', () => {
    const quiet = seeds.filter((seed) => !ranked(seed, false).some(({ significant }) => significant))
    expect(quiet.length).toBeGreaterThanOrEqual(48)
  })
})

function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
