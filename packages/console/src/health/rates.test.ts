import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addSample, ratesOf, type Sample } from './rates.ts'

function sample(at: number, udp: number, started = 1): Sample {
  return {
    at,
    report: {
      started,
      received: { accepted: { udp, http: 2 * udp }, rejected: 0 },
      datagrams: { received: udp, dropped: udp, droppedBySystem: null },
    },
  }
}

const after = (...samples: readonly Sample[]) => samples.reduce(addSample, [] as readonly Sample[])

describe('rates', () => {
  test('need two reports', () => {
    expect(ratesOf([])).toBeUndefined()
    expect(ratesOf(after(sample(100, 5)))).toBeUndefined()
  })

  test('are told over the last ten seconds', () => {
    const samples = after(sample(100, 0), sample(105, 1000), sample(110, 1010), sample(120, 1110))
    expect(ratesOf(samples)).toEqual({ udp: 10, http: 20, rejected: 0, dropped: 10 })
  })

  test('begin anew with the server', () => {
    const samples = after(sample(100, 500), sample(101, 3, 101))
    expect(ratesOf(samples)).toBeUndefined()
    expect(ratesOf(addSample(samples, sample(102, 5, 101)))).toMatchObject({ udp: 2 })
  })

  test('are never negative or endless, and few samples are kept, whatever the clock does', () => {
    const one = fc.record({ step: fc.double({ min: -2, max: 5, noNaN: true }), udp: fc.nat(), started: fc.nat(2) })
    fc.assert(
      fc.property(fc.array(one, { maxLength: 60 }), (steps) => {
        let at = 1000
        let samples: readonly Sample[] = []
        for (const { step, udp, started } of steps) {
          at += step
          samples = addSample(samples, sample(at, udp, started))
          const rates = ratesOf(samples)
          if (rates !== undefined) for (const rate of Object.values(rates)) expect(rate >= 0 && rate < 1e300).toBe(true)
        }
      }),
    )
  })
})
