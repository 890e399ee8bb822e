import type { Micros, TraceId } from '@roentgen/trace'
import { describe, expect, test, vi } from 'vitest'
import { trace } from '../fixtures/documents.ts'
import type { WriteAheadFile } from '../write-ahead/write-ahead-file.ts'
import type { TraceRecords } from './batch.ts'
import { DeferredTraces } from './deferred.ts'

const file = (sequence: number): WriteAheadFile => ({
  path: `${sequence}`,
  bytes: 1,
  documents: 1,
  sequence,
  recovered: false,
})
const records = (...sequence: number[]): TraceRecords => ({
  received: sequence.map((number) => number as Micros),
  sequence,
  recovered: false,
})

describe('a trace that is dear to assemble', () => {
  const dear = trace(1)
  const other = trace(2)

  test('is not due right after, while a cheap one is', () => {
    const deferred = new DeferredTraces()
    deferred.took(dear, 10_000)
    deferred.took(other, 1)
    expect([deferred.isDue(dear), deferred.isDue(other)]).toEqual([false, true])
  })

  test('keeps its files, all of them, until its summary is written', () => {
    const deferred = new DeferredTraces()
    const [first, second, third] = [file(1), file(2), file(3)] as const
    deferred.took(dear, 10_000)
    deferred.defer(dear, records(1, 2), [first, second, third])
    deferred.defer(dear, records(3), [third])
    expect([first, second, third].map((held) => deferred.holds(held))).toEqual([true, true, true])
    expect(deferred.waiting(false)).toEqual([])
    expect(deferred.waiting(true)).toEqual([dear])
    expect(deferred.take(dear, records(4))?.sequence).toEqual([1, 2, 3, 4])
    expect(deferred.done([other])).toEqual([])
    expect(deferred.done([dear])).toEqual([first, second, third])
    expect(deferred.holds(first)).toBe(false)
    expect(deferred.waiting(true)).toEqual([])
  })

  test('does not hold a file in which it has no record', () => {
    const deferred = new DeferredTraces()
    deferred.defer(dear, records(1), [file(1), file(2)])
    expect(deferred.done([dear]).map(({ sequence }) => sequence)).toEqual([1])
  })

  describe('beside others', () => {
    const restOf = (deferred: DeferredTraces, traceId: TraceId): number => {
      const now = performance.now()
      for (let rest = 0; rest < 200_000; rest += 50) {
        const clock = vi.spyOn(performance, 'now').mockReturnValue(now + rest)
        const isDue = deferred.isDue(traceId)
        clock.mockRestore()
        if (isDue) return rest
      }
      return Number.POSITIVE_INFINITY
    }

    test('rests for all of them, so that together they take what one may', () => {
      const deferred = new DeferredTraces()
      deferred.took(dear, 100)
      deferred.took(other, 100)
      expect(restOf(deferred, dear)).toBeCloseTo(2_000, -3)
      expect(restOf(deferred, other)).toBeGreaterThan(3_900)
      expect(restOf(deferred, other)).toBeLessThan(4_100)
    })

    test('does not rest longer than 8 s for them', () => {
      const deferred = new DeferredTraces()
      for (let number = 10; number < 30; number++) deferred.took(trace(number), 100)
      deferred.took(dear, 100)
      expect(restOf(deferred, dear)).toBeLessThan(8_100)
      deferred.took(other, 500)
      expect(restOf(deferred, other)).toBeGreaterThan(9_900)
    })

    test('does not rest for those over their limit', () => {
      const deferred = new DeferredTraces()
      deferred.took(other, 100, true)
      deferred.took(dear, 100)
      expect(restOf(deferred, dear)).toBeLessThan(2_100)
    })

    test('does not rest for those that get nothing any more', () => {
      const deferred = new DeferredTraces()
      deferred.took(other, 100)
      const later = performance.now() + 3_000
      const clock = vi.spyOn(performance, 'now').mockReturnValue(later)
      deferred.took(dear, 100)
      clock.mockRestore()
      expect(restOf(deferred, dear)).toBeLessThan(5_100)
    })
  })
})
