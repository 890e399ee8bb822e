import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultRule } from './default-rule.ts'
import { divideReservoir, SamplingQuotas } from './quotas.ts'

const rule = { ...defaultRule({ region: 'us-east-1', defaultSamplingRate: 0.05 }), ReservoirSize: 5 }
const client = (letter: string) => letter.repeat(24)
const statistics = (letter: string, requestCount: number, ruleName = 'Default') => ({
  ruleName,
  clientId: client(letter),
  requestCount,
})

describe('a reservoir', () => {
  test.each([
    { size: 1, counts: [3], quotas: [1] },
    { size: 5, counts: [1, 1], quotas: [3, 2] },
    { size: 5, counts: [1, 9], quotas: [2, 3] },
    { size: 1, counts: [1, 9, 2], quotas: [0, 1, 0] },
    { size: 0, counts: [4], quotas: [0] },
    { size: 7, counts: [4, 0, 4], quotas: [4, undefined, 3] },
  ])('of $size is divided among $counts requests as $quotas', ({ size, counts, quotas }) => {
    const reports = counts.map((requestCount, index) => ({ clientId: `client ${index}`, requestCount }))
    const divided = divideReservoir(size, reports)
    expect(reports.map((report) => divided.get(report.clientId))).toEqual(quotas)
  })

  test('is given out whole as long as anyone has requests, and never more than whole', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.array(fc.nat(5), { maxLength: 30 }), (size, counts) => {
        const divided = divideReservoir(
          size,
          counts.map((requestCount, index) => ({ clientId: `${index}`, requestCount })),
        )
        const sum = [...divided.values()].reduce((a, b) => a + b, 0)
        expect(sum).toBe(counts.some((count) => count > 0) ? size : 0)
      }),
    )
  })
})

describe('quotas', () => {
  test('are shared with every client that reported within three intervals, and whole again afterwards', () => {
    const quotas = new SamplingQuotas()
    const ask = (letter: string, now: number) => quotas.answer([rule], [statistics(letter, 2)], now).targets[0]
    expect(ask('a', 1000)).toEqual({
      RuleName: 'Default',
      FixedRate: 0.05,
      ReservoirQuota: 5,
      ReservoirQuotaTTL: 1300,
      Interval: 10,
    })
    expect(ask('b', 1005)?.ReservoirQuota).toBe(2)
    expect(ask('a', 1010)?.ReservoirQuota).toBe(3)
    expect(ask('a', 1035)?.ReservoirQuota).toBe(5)
  })

  test('name an unknown rule with a code that makes the Go SDK fetch the rules again', () => {
    const { targets, unprocessed } = new SamplingQuotas().answer([rule], [statistics('a', 1, 'gone')], 1000)
    expect(targets).toEqual([])
    expect(unprocessed).toEqual([{ RuleName: 'gone', ErrorCode: '404', Message: 'There is no sampling rule "gone".' }])
  })

  test('are 0, not absent, for a client without requests', () => {
    const { targets } = new SamplingQuotas().answer([rule], [statistics('a', 0)], 1000)
    expect(targets[0]?.ReservoirQuota).toBe(0)
  })

  test('are whole numbers for every SDK whose integers are integers', () => {
    const { targets } = new SamplingQuotas().answer([rule], [statistics('a', 3)], 1000.75)
    for (const value of [targets[0]?.ReservoirQuota, targets[0]?.Interval, targets[0]?.ReservoirQuotaTTL])
      expect(Number.isInteger(value)).toBe(true)
  })
})
