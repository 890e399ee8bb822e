import type { Micros } from '@roentgen/trace'
import { describe, expect, test } from 'vitest'
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
})
