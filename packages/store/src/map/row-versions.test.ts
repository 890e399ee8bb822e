import type { Micros } from '@roentgen/trace'
import { beforeEach, expect, test } from 'vitest'
import { RowVersions } from './row-versions.ts'

const start = 60_000_000 as Micros
let now = 0
let versions: RowVersions

beforeEach(() => {
  now = 0
  versions = new RowVersions(() => now)
})

const isLikelyDirty = () => versions.isLikelyDirty('map_1m', start, false)

test('a row of which nothing is known is asked for what it knows', () => {
  expect(isLikelyDirty()).toBe(false)
})

test('a row that got marks since it was clean is asked again after a second', () => {
  versions.putClean('map_1m', start, false, 3)
  expect(versions.isClean('map_1m', start, false, 4)).toBe(false)
  expect(isLikelyDirty()).toBe(true)
  now = 999
  expect(isLikelyDirty()).toBe(true)
  now = 1_000
  expect(isLikelyDirty()).toBe(false)
})

test('a row that was dirty when it was asked is asked once a second', () => {
  versions.putDirty('map_1m', start, false)
  expect(isLikelyDirty()).toBe(true)
  now = 1_000
  expect(isLikelyDirty()).toBe(false)
  versions.putDirty('map_1m', start, false)
  now = 1_500
  expect(isLikelyDirty()).toBe(true)
})

test('a row that was made again is clean with its marks, whatever it was before', () => {
  versions.putDirty('map_1m', start, false)
  versions.putClean('map_1m', start, false, 4)
  expect(versions.isClean('map_1m', start, false, 4)).toBe(true)
  now = 5_000
  expect(isLikelyDirty()).toBe(true)
})

test('rows of late traces and of other tables have states of their own', () => {
  versions.putDirty('map_1m', start, false)
  expect(versions.isLikelyDirty('map_1m', start, true)).toBe(false)
  expect(versions.isLikelyDirty('map_1h', start, false)).toBe(false)
})
