import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyDocuments } from './any-documents.builder.ts'
import { criticalPath } from './critical-path.ts'
import { type Draft, httpCall, tableCall } from './document.builder.ts'
import { ownStretches, selfTime } from './self-time.ts'
import { timeByOperation } from './time-by-operation.ts'
import { timelineFrom, told } from './timeline.builder.ts'
import { timelineOf } from './timeline.ts'

function pathOf(...drafts: readonly Draft[]): string[] {
  return criticalPath(timelineFrom(drafts)).map(({ span, start, end }) => told({ name: span.name, start, end }))
}

function local(id: string, from: number, to?: number, subsegments: readonly Draft[] = []): Draft {
  return { id, name: id, at: to === undefined ? [from] : [from, to], subsegments }
}

describe('the critical path', () => {
  test.each<[string, readonly Draft[], string[]]>([
    ['of a lone segment is the segment', [local('a', 0, 10)], ['a 0-10']],
    [
      'goes through calls one after the other, with the work between them',
      [local('a', 0, 10, [local('b', 1, 3), local('c', 5, 9)])],
      ['a 0-1', 'b 1-3', 'a 3-5', 'c 5-9', 'a 9-10'],
    ],
    [
      'takes of parallel calls the one that ended last',
      [local('a', 0, 10, [local('b', 1, 8), local('c', 1, 9)])],
      ['a 0-1', 'c 1-9', 'a 9-10'],
    ],
    [
      'goes on with what ended before that one began',
      [local('a', 0, 10, [local('b', 1, 4), local('c', 2, 6), local('d', 5, 9)])],
      ['a 0-1', 'b 1-4', 'a 4-5', 'd 5-9', 'a 9-10'],
    ],
    ['does not wait for what outlived its parent', [local('a', 0, 10, [local('b', 1, 12)])], ['a 0-10']],
    ['does not wait for what never ended', [local('a', 0, 10, [local('b', 1)])], ['a 0-10']],
    [
      'of an unfinished trace ends with what is known',
      [local('a', 0, undefined, [local('b', 1, 4), local('c', 6)])],
      ['a 0-1', 'b 1-4', 'a 4-6'],
    ],
    [
      'ends with the answer: later work is not on it',
      [local('a', 0, 10), { id: 'b', name: 'b', at: [20, 30], parent: 'a' }],
      ['a 0-10'],
    ],
    [
      'goes into the callee, cut to its call',
      [
        { id: 'a', name: 'a', at: [0, 10], subsegments: [httpCall({ id: 'a1', name: 'call', at: [1, 9] })] },
        { id: 'b', name: 'b', at: [3, 12], parent: 'a1' },
      ],
      ['a 0-1', 'call 1-3', 'b 3-9', 'a 9-10'],
    ],
  ])('%s', (_, drafts, expected) => {
    expect(pathOf(...drafts)).toEqual(expected)
  })

  test('of nothing is empty', () => {
    expect(criticalPath(timelineOf([]))).toEqual([])
  })

  test('goes deeper than a stack', () => {
    let document = { id: 'last', start_time: 1, end_time: 2 }
    for (let level = 0; level < 20_000; level++)
      document = { id: `n${level}`, start_time: 1, end_time: 2, subsegments: [document] } as typeof document
    expect(criticalPath(timelineOf([document])).map(({ span }) => span.id)).toEqual(['last'])
  })

  test('whatever the documents, fills the time of the entry without gap or overlap', () => {
    fc.assert(
      fc.property(anyDocuments, (documents) => {
        const timeline = timelineOf(documents)
        const { entry, end } = timeline
        let reached = entry?.start
        for (const step of criticalPath(timeline)) {
          expect(step.start).toBe(reached)
          expect(step.end).toBeGreaterThan(step.start)
          reached = step.end
        }
        expect(reached).toBe(entry && (entry.end ?? end))
      }),
    )
  })
})

describe('self time', () => {
  test.each<[string, Draft, [number, number][]]>([
    ['without children is all', local('a', 0, 10), [[0, 10]]],
    [
      'leaves out children, overlapping ones once',
      local('a', 0, 10, [local('b', 2, 5), local('c', 4, 6)]),
      [
        [0, 2],
        [6, 10],
      ],
    ],
    ['cuts children to its own time', local('a', 0, 10, [local('b', -5, 2), local('c', 8, 50)]), [[2, 8]]],
    ['takes an unfinished child to have gone on', local('a', 0, 10, [local('b', 4)]), [[0, 4]]],
    ['is none while it is in progress', local('a', 0, undefined, [local('b', 4, 5)]), []],
  ])('%s', (_, draft, expected) => {
    const [span] = timelineFrom([draft]).spans
    const own = span === undefined ? [] : ownStretches(span)
    expect(own.map((one) => told({ name: '', ...one }))).toEqual(expected.map(([from, to]) => ` ${from}-${to}`))
  })

  test('whatever the documents, is between nothing and everything', () => {
    fc.assert(
      fc.property(anyDocuments, (documents) => {
        for (const span of timelineOf(documents).spans) {
          const own = selfTime(span)
          expect(own === undefined).toBe(span.end === undefined)
          if (own !== undefined && span.end !== undefined) {
            expect(own).toBeGreaterThanOrEqual(0)
            expect(own).toBeLessThanOrEqual(span.end - span.start)
          }
        }
      }),
    )
  })
})

test('the time of a trace by service and operation: calls, failures, sums, and what it waited for', () => {
  const timeline = timelineFrom([
    {
      id: 'a',
      name: 'shop',
      origin: 'AWS::ECS::Container',
      at: [0, 100],
      subsegments: [
        tableCall({ id: 'a1', at: [10, 40] }),
        tableCall({ id: 'a2', at: [30, 60], error: true, throttle: true }),
      ],
    },
  ])
  expect(timeByOperation(timeline, criticalPath(timeline))).toEqual([
    {
      service: 'DynamoDB',
      type: 'AWS::DynamoDB::Table',
      operation: '',
      count: 2,
      failed: 1,
      total: 60_000,
      self: 60_000,
      critical: 30_000,
    },
    {
      service: 'shop',
      type: 'AWS::ECS::Container',
      operation: '',
      count: 1,
      failed: 0,
      total: 100_000,
      self: 50_000,
      critical: 70_000,
    },
    {
      service: 'shop',
      type: 'AWS::ECS::Container',
      operation: 'DynamoDB GetItem',
      count: 2,
      failed: 1,
      total: 60_000,
      self: 0,
      critical: 0,
    },
  ])
})
