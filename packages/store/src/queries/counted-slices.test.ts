import { expect, test } from 'vitest'
import { CountedSlices } from './counted-slices.ts'

const counted = () => {
  const slices = new CountedSlices()
  slices.note({ from: 1000, to: 2000, rows: 800 })
  return slices
}

test.each([
  ['the end of a known slice, and a little later', { to: 2050, floor: 0, target: 1000 }, 1000],
  ['within it', { to: 1500, floor: 0, target: 1000 }, 1000],
  ['where the list begins in it', { to: 2000, floor: 1700, target: 1000 }, 1700],
  ['where fewer rows are wanted than it holds', { to: 2000, floor: 0, target: 400 }, 1500],
  ['much later', { to: 2200, floor: 0, target: 1000 }, undefined],
  ['where it begins', { to: 1000, floor: 0, target: 1000 }, undefined],
  ['where many more rows are wanted', { to: 2000, floor: 0, target: 2000 }, undefined],
  ['where many more rows are wanted than lie above the floor', { to: 2000, floor: 1000, target: 2000 }, 1000],
])('the beginning of a slice that ends %s', (_, asked, from) => {
  expect(counted().sliceTo(asked)?.from).toBe(from)
})

test('of slices within each other the longer is remembered, and what was counted last', () => {
  const slices = counted()
  slices.note({ from: 900, to: 2010, rows: 900 })
  expect(slices.sliceTo({ to: 2000, floor: 0, target: 1000 })).toEqual({ from: 900, rows: 900 })
  slices.note({ from: 900, to: 2020, rows: 2000 })
  expect(slices.sliceTo({ to: 2020, floor: 0, target: 1000 })).toEqual({ from: 1460, rows: 1000 })
})

test('a slice is known though pages went on within it', () => {
  const slices = counted()
  for (let to = 1900; to > 1000; to -= 20) slices.note({ from: 1000, to, rows: (to - 1000) * 0.8 })
  expect(slices.sliceTo({ to: 2000, floor: 1000, target: 1000 })).toEqual({ from: 1000, rows: 800 })
})

test('no slice is empty, however little of a long one is left', () => {
  const slices = new CountedSlices()
  const from = 1_732_000_005_000_000
  slices.note({ from, to: from + 1_000_000, rows: 100 })
  expect(slices.sliceTo({ to: from + 1, floor: from, target: 12 })?.from).toBe(from)
})
