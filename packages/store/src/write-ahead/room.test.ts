import { expect, test } from 'vitest'
import { Room } from './room.ts'

test('HTTP senders wait when their part is taken, datagrams only when all is', () => {
  const room = new Room(1000, 1000, 300)
  room.takeOnDisk(290)
  expect([room.has(10, 'http'), room.has(11, 'http'), room.has(710, 'udp'), room.has(711, 'udp')]).toEqual([
    true,
    false,
    true,
    false,
  ])
})

test('one that waits is let in when files are deleted', async () => {
  const room = new Room(1000, 1000, 300)
  room.takeOnDisk(300)
  const waiting = room.wait(50, 10_000)
  room.freeOnDisk(100)
  expect(await waiting).toBe(true)
})

test('the part of HTTP follows what loads can do, within what was given to it', async () => {
  const room = new Room(1000, 1000, 300)
  room.takeOnDisk(200)
  room.limitHttp(100)
  expect([room.has(1, 'http'), room.has(800, 'udp')]).toEqual([false, true])
  const waiting = room.wait(50, 10_000)
  room.limitHttp(2000)
  expect(await waiting).toBe(true)
  expect([room.has(100, 'http'), room.has(101, 'http')]).toEqual([true, false])
})

test('the last tenth is for UDP where HTTP has no part of its own', () => {
  const room = new Room(1000, 1000)
  expect([room.has(900, 'http'), room.has(901, 'http'), room.has(1000, 'udp')]).toEqual([true, false, true])
})

test('datagrams find no room once so much waits as was said, and never more than there is', () => {
  const room = new Room(1000, 1000, 300)
  room.takeOnDisk(400)
  room.limitUdp(500)
  expect([room.has(100, 'udp'), room.has(101, 'udp'), room.has(1, 'http')]).toEqual([true, false, false])
  room.limitUdp(Number.POSITIVE_INFINITY)
  expect([room.has(600, 'udp'), room.has(601, 'udp')]).toEqual([true, false])
})
