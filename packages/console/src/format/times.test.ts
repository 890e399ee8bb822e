import { describe, expect, test } from 'vitest'
import { ageText, dateTimeText, spanText, timeText } from './times.ts'

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
})
