import { expect, test } from 'vitest'
import { DatagramBound } from './datagram-bound.ts'

const wanted = 80

test('while loads are slow datagrams may take what these can do, also where that becomes less', () => {
  const bound = new DatagramBound()
  bound.loaded(0, { used: 0, wanted })
  expect(bound.bytes).toBe(80)
  for (let loads = 0; loads < 20; loads++) bound.loaded(8, { used: bound.bytes, wanted: 40 })
  expect(bound.bytes).toBe(40)
})

test('a load that fails once or twice does not give all the room away', () => {
  const bound = new DatagramBound()
  bound.loaded(0, { used: 0, wanted })
  bound.failed(1_000)
  bound.failed(5_900)
  expect(bound.bytes).toBe(80)
  bound.loaded(8, { used: 10, wanted })
  bound.failed(7_000)
  expect(bound.bytes).toBe(80)
})

test('while the engine is away datagrams have all the room, and when it is back none is dropped that loads keep up with', () => {
  const bound = new DatagramBound()
  bound.loaded(0, { used: 0, wanted })
  bound.failed(0)
  bound.failed(5_000)
  expect(bound.bytes).toBe(Number.POSITIVE_INFINITY)
  for (let used = 900; used > 0; used -= 10) {
    // Meanwhile half as much comes as was loaded.
    bound.loaded(20, { used: used - 20, wanted })
    expect(bound.bytes).toBeGreaterThanOrEqual(used)
  }
  expect(bound.bytes).toBe(80)
})

test('a load that goes on and on gives datagrams all the room, as one that fails does', () => {
  const bound = new DatagramBound()
  bound.loaded(0, { used: 0, wanted })
  bound.goesOn(9_000)
  expect(bound.bytes).toBe(80)
  bound.goesOn(10_000)
  expect(bound.bytes).toBe(Number.POSITIVE_INFINITY)
  bound.loaded(8, { used: 500, wanted })
  expect(bound.bytes).toBe(580)
})

test('after a time away more than loads can do is not taken for long', () => {
  const bound = new DatagramBound()
  bound.failed(0)
  bound.failed(5_000)
  let loads = 0
  for (let used = 1000; bound.bytes > wanted; loads++) {
    bound.loaded(20, { used, wanted })
    used = bound.bytes
  }
  expect(loads * 20).toBeLessThan(2.2 * 1000)
})

test('what an earlier process left is loaded beside new datagrams', () => {
  const bound = new DatagramBound()
  bound.loaded(0, { used: 500, wanted })
  expect(bound.bytes).toBe(580)
})
