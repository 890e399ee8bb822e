import { describe, expect, test } from 'vitest'
import type { ArrivedTrace } from '../wire/live-traces.ts'
import { arrived, emptyTail, followed, released, type Tail } from './tail.ts'

const trace = (id: string, more: Partial<ArrivedTrace> = {}): ArrivedTrace => ({
  ...{ id, start: 1, duration: 1, ok: true, error: false, fault: false, throttle: false, partial: false },
  ...{ users: [], annotations: 0, annotated: [], revision: 1 },
  ...more,
})
const reading = { isHeld: false, isListed: (id: string) => id.startsWith('listed') }
const answer = (traces: readonly ArrivedTrace[], gone: readonly string[] = [], complete = true) => ({
  ...{ traces, gone, complete, revision: 'r', more: false },
})
const ids = (traces: readonly ArrivedTrace[]) => traces.map(({ id }) => id).join(' ')

describe('the tail of a list', () => {
  test('has each trace once, the newest first, and keeps its place when it comes again', () => {
    const first = arrived(emptyTail, answer([trace('a', { start: 1 }), trace('b', { start: 2 })]), reading)
    const second = arrived(first, answer([trace('a', { fault: true }), trace('c', { start: 3 })]), reading)
    expect(ids(second.shown)).toBe('c b a')
    expect(second.shown[2]?.fault).toBe(true)
    expect(second.came).toBe(3)
    expect([...second.fresh]).toEqual(['c'])
  })

  test('waits for traces in progress', () => {
    const first = arrived(emptyTail, answer([trace('a', { partial: true })]), reading)
    expect([ids(first.shown), first.running.size, first.came]).toEqual(['', 1, 0])
    const second = arrived(first, answer([trace('a')]), reading)
    expect([ids(second.shown), second.running.size, second.came]).toEqual(['a', 0, 1])
  })

  test('moves nothing while it is held, and shows what came when it is released', () => {
    const first = arrived(emptyTail, answer([trace('a')]), reading)
    const held = arrived(first, answer([trace('b'), trace('a', { fault: true })], ['a']), { ...reading, isHeld: true })
    expect([ids(held.shown), ids(held.held), held.came]).toEqual(['a', 'b', 2])
    expect(held.shown[0]?.fault).toBe(true)
    expect(ids(released(held).shown)).toBe('b a')
    expect(ids(arrived(held, answer([trace('c')]), reading).shown)).toBe('c b a')
  })

  test('renews what stands in the list below, and does not count it', () => {
    const tail = arrived(emptyTail, answer([trace('listed', { error: true })]), reading)
    expect([ids(tail.shown), tail.came]).toEqual(['', 0])
    const listed = [trace('other'), trace('listed')]
    expect(followed(tail, listed).map(({ id, error }) => [id, error])).toEqual([
      ['other', false],
      ['listed', true],
    ])
    expect(followed(emptyTail, listed)).toBe(listed)
    const twice = arrived(tail, answer([trace('other')]), { ...reading, isListed: () => false })
    expect(followed(twice, listed).map(({ id }) => id)).toEqual(['other', 'listed'])
  })

  test('lets go what fits no longer, says when it may lack some, and is not without end', () => {
    const first = arrived(emptyTail, answer([trace('a'), trace('b', { partial: true })]), reading)
    const second = arrived(first, answer([], ['a', 'b'], false), reading)
    expect([ids(second.shown), second.running.size, second.isIncomplete]).toEqual(['', 0, true])
    const many: Tail = arrived(second, answer(Array.from({ length: 1500 }, (_, i) => trace(`t${i}`))), reading)
    expect([many.shown.length, many.came]).toEqual([1000, 1501])
  })
})
