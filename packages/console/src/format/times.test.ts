import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ageText, dateTimeText, fieldText, fieldTime, spanText, stretchText, timeText } from './times.ts'

describe('times read', () => {
  test('in UTC and with their local offset', () => {
    expect(timeText(1539597600.12, 'utc')).toBe('10:00:00.120 UTC')
    expect(dateTimeText(1539597600, 'utc')).toBe('2018-10-15 10:00:00 UTC')
    expect(dateTimeText(1539597600, 'local')).toMatch(/^2018-10-1\d \d\d:\d\d:00 [+−]\d\d:\d\d$/)
  })

  test.each([
    [100, 'now'],
    [88, '12 s ago'],
    [-200, '5 min ago'],
    [-10_800, '3 h ago'],
    [-200_000, '2 days ago'],
    [112, 'in 12 s'],
  ])('as ages: %d', (seconds, text) => {
    expect(ageText(seconds, 100)).toBe(text)
  })

  test.each([
    [300, '5 minutes'],
    [3600, '1 hour'],
    [604_800, '7 days'],
    [90, '90 seconds'],
  ])('as spans: %d', (seconds, text) => {
    expect(spanText(seconds)).toBe(text)
  })

  test('as stretches, which name the second day where it is another', () => {
    expect(stretchText(1539597600, 1539597900, 'utc')).toBe('2018-10-15 10:00:00 – 10:05:00 UTC')
    expect(stretchText(1539597600, 1539684000, 'utc')).toBe('2018-10-15 10:00:00 – 2018-10-16 10:00:00 UTC')
  })

  test('from the fields that they were written into, but for the hour that a clock shows twice', () => {
    const time = fc.integer({ min: 0, max: 4_102_444_800 })
    fc.assert(
      fc.property(time, fc.constantFrom('utc' as const, 'local' as const), (seconds, zone) => {
        const read = fieldTime(fieldText(seconds, zone), zone) ?? Number.NaN
        expect(zone === 'utc' ? [0] : [0, 3600, -3600, 1800, -1800]).toContain(read - seconds)
      }),
    )
    expect(fieldTime('', 'utc')).toBeUndefined()
    expect(fieldTime('2026-11-23T14:03', 'utc')).toBe(1795442580)
  })
})
