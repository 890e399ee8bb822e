import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyDocuments } from './any-documents.builder.ts'
import { type Draft, httpCall, tableCall } from './document.builder.ts'
import { timelineFrom, told } from './timeline.builder.ts'
import { timelineOf } from './timeline.ts'

/** A caller from 0 to 100 ms, its call from 10 to 90. */
const caller: Draft = {
  id: 'a',
  name: 'a',
  at: [0, 100],
  subsegments: [httpCall({ id: 'a1', name: 'call', at: [10, 90] })],
}

function times(drafts: readonly Draft[], correctsClocks = true): string[] {
  return timelineFrom(drafts, { correctsClocks }).spans.map((span) => told(span) + (span.skew === 0 ? '' : ' moved'))
}

describe('a segment whose clock stood behind its caller’s', () => {
  test('is put in the middle of its call, with all that is in it', () => {
    const behind: Draft = {
      id: 'b',
      name: 'b',
      at: [-50, -10],
      parent: 'a1',
      subsegments: [tableCall({ id: 'b1', at: [-40, -20] })],
    }
    expect(times([caller, behind])).toEqual([
      'a 0-100',
      'call 10-90',
      'b 30-70 moved',
      'DynamoDB 40-60 moved',
      'DynamoDB 40-60 moved',
    ])
    expect(times([caller, behind], false)).toContain('b -50--10')
  })

  test.each<[string, Draft, string]>([
    ['begins with its call when it is longer', { id: 'b', name: 'b', at: [5, 200], parent: 'a1' }, 'b 10-205 moved'],
    ['begins with its call while it is in progress', { id: 'b', name: 'b', at: [5], parent: 'a1' }, 'b 10- moved'],
  ])('%s', (_, callee, expected) => {
    expect(times([caller, callee])).toContain(expected)
  })

  test('takes along a callee that shares its clock, and leaves one that shares its caller’s', () => {
    const behind: Draft = {
      id: 'b',
      name: 'b',
      at: [-50, -10],
      parent: 'a1',
      subsegments: [httpCall({ id: 'b1', name: 'b-call', at: [-48, -12] })],
    }
    expect(times([caller, behind, { id: 'c', name: 'c', at: [-40, -20], parent: 'b1' }])).toContain('c 40-60 moved')
    expect(times([caller, behind, { id: 'c', name: 'c', at: [40, 60], parent: 'b1' }])).toContain('c 40-60')
  })
})

describe('no skew is', () => {
  test.each<[string, readonly Draft[]]>([
    [
      'a subsegment before its segment, as Lambda’s Initialization',
      [{ id: 'a', at: [0, 9], subsegments: [{ id: '1', name: 'Initialization', at: [-300, -1] }] }],
    ],
    [
      'a function before its Lambda service',
      [
        { id: 'a', at: [0, 100], origin: 'AWS::Lambda' },
        { id: 'b', at: [-20, 90], origin: 'AWS::Lambda::Function', parent: 'a' },
      ],
    ],
    ['a callee that ends after its call', [caller, { id: 'b', at: [20, 500], parent: 'a1' }]],
    ['a callee that begins after its call', [caller, { id: 'b', at: [5000, 5001], parent: 'a1' }]],
    ['less than a clock’s millisecond', [caller, { id: 'b', at: [9.2, 20], parent: 'a1' }]],
  ])('%s', (_, drafts) => {
    expect(times(drafts).filter((line) => line.endsWith('moved'))).toEqual([])
  })
})

test('whatever the documents, no callee starts a millisecond before its call, and lengths stay', () => {
  fc.assert(
    fc.property(anyDocuments, (documents) => {
      for (const { kind, parent, start, end, type } of timelineOf(documents).spans) {
        if (end !== undefined) expect(end).toBeGreaterThanOrEqual(start)
        if (kind === 'segment' && parent !== undefined && type !== 'AWS::Lambda::Function')
          expect(start).toBeGreaterThan(parent.start - 1000)
      }
    }),
  )
})
