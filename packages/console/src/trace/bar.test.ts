import { describe, expect, test } from 'vitest'
import { barOf, labelPlace, stretchesPath } from './bar.ts'

const zoom = { from: 100, to: 200 }

test.each([
  ['within the lane', 110, 150, { from: 50, to: 250 }],
  ['no narrower than can be seen', 110, 110, { from: 50, to: 52 }],
  ['a stub while it is in progress', 110, undefined, { from: 50, to: 78 }],
  ['cut a little outside of the lane', -1e12, 1e12, { from: -8, to: 508 }],
])('a bar is %s', (_, start, end, expected) => {
  expect(barOf({ start, end }, zoom, 500)).toEqual(expected)
})

test('of stretches only those that are seen are drawn', () => {
  expect(stretchesPath([0, 50, 110, 120, 130, 140, 300, 400], zoom, 500, 2, 6)).toBe(
    'M50.0 2H100.0v6H50.0zM150.0 2H200.0v6H150.0z',
  )
})

test('stretches that touch on the screen are one', () => {
  const many = Array.from({ length: 2000 }, (_, at) => 100 + at * 0.05)
  expect(stretchesPath(many, zoom, 500, 2, 6)).toBe('M0.0 2H501.5v6H0.0z')
})

describe('words stand', () => {
  test.each([
    ['right of a bar that leaves room', { from: 10, to: 100 }, 'right'],
    ['left of one at the end', { from: 400, to: 490 }, 'left'],
    ['on one that fills the lane', { from: 0, to: 500 }, 'on'],
  ])('%s', (_, bar, side) => {
    expect(labelPlace(bar, 500, 200).side).toBe(side)
  })
})
