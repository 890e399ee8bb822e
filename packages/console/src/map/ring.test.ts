import { expect, test } from 'vitest'
import { arcPath, arcsOf } from './ring.ts'

const none = { total: 0, ok: 0, error: 0, throttle: 0, fault: 0, seconds: 0 }

test('a node whose requests all went well has its green ring and nothing upon it', () => {
  expect(arcsOf({ ...none, total: 10, ok: 10 }, 30)).toEqual([])
  expect(arcsOf(none, 30)).toEqual([])
})

test('faults come first, clockwise from the top, each as long as its share', () => {
  const arcs = arcsOf({ ...none, total: 100, ok: 25, fault: 25, error: 50 }, 10)
  expect(arcs).toEqual([
    { state: 'fault', path: 'M0.00 -10.00A10 10 0 0 1 10.00 -0.00' },
    { state: 'error', path: 'M10.00 -0.00A10 10 0 0 1 -10.00 0.00' },
  ])
})

test('one fault in a million is seen', () => {
  const [arc] = arcsOf({ ...none, total: 1e6, ok: 1e6 - 1, fault: 1 }, 30)
  expect(arc?.path).toBe(arcPath(30, 0, 0.02))
})

test('a ring of one state alone is closed', () => {
  expect(arcsOf({ ...none, total: 3, throttle: 3 }, 10)).toEqual([
    { state: 'throttle', path: 'M0.00 -10.00A10 10 0 0 1 0.00 10.00A10 10 0 0 1 -0.00 -10.00' },
  ])
})

test('arcs lie around the middle of their node', () => {
  const [arc] = arcsOf({ ...none, total: 2, ok: 1, fault: 1 }, 10, { x: 100, y: 50 })
  expect(arc?.path).toBe('M100.00 40.00A10 10 0 0 1 100.00 60.00')
})
