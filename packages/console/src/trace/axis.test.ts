import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseZoom, printZoom, ticksOf, zoomedBy, zoomWithin } from './axis.ts'

describe('ticks', () => {
  test.each([
    [103_000, 800, 20_000],
    [103_000, 250, 50_000],
    [900, 800, 100],
    [7, 800, 1],
    [3_200_000, 800, 500_000],
    [170e6, 800, 20e6],
    [1000e6, 800, 120e6],
    [0, 800, 1],
  ])('over %i µs on %i pixels come every %i µs', (duration, width, step) => {
    expect(ticksOf({ from: 0, to: duration }, width).step).toBe(step)
  })

  test('are few, and within what is seen', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(1e9), fc.integer({ min: 0, max: 3000 }), (from, length, width) => {
        const { at } = ticksOf({ from, to: from + length }, width)
        expect(at.length).toBeLessThanOrEqual(12)
        for (const tick of at) {
          expect(tick).toBeGreaterThanOrEqual(from)
          expect(tick).toBeLessThanOrEqual(from + length)
        }
      }),
    )
  })
})

describe('a zoom', () => {
  test('survives the URL', () => {
    expect(parseZoom(printZoom({ from: 120, to: 4500 }), 10_000)).toEqual({ from: 120, to: 4500 })
  })

  test.each(['', '5', '9~3', '-1~3', 'a~b', '1~2~3'])('is not %j', (text) => {
    expect(parseZoom(text, 10_000)).toBeUndefined()
  })

  test('keeps the moment under the pointer in its place', () => {
    expect(zoomedBy({ from: 0, to: 1000 }, 2, 250, 1000)).toEqual({ from: 125, to: 625 })
    expect(zoomedBy({ from: 125, to: 625 }, 0.5, 250, 1000)).toEqual({ from: 0, to: 1000 })
  })

  test('never leaves the trace', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.nat(), (from, to, duration) => {
        const zoom = zoomWithin({ from, to }, duration)
        expect(zoom.from).toBeGreaterThanOrEqual(0)
        expect(zoom.to).toBeLessThanOrEqual(duration)
        expect(zoom.to).toBeGreaterThanOrEqual(zoom.from)
      }),
    )
  })
})
