import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatagramRing } from './datagram-ring.ts'

describe('the datagram ring', () => {
  test('gives datagrams back in the order in which they came, whatever their lengths', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 64, max: 512 }),
        fc.array(fc.oneof(fc.uint8Array({ maxLength: 90 }), fc.constant('read' as const)), { maxLength: 300 }),
        (bytes, steps) => {
          const writer = DatagramRing.allocate(bytes)
          const reader = new DatagramRing(writer.shared)
          const expected: Uint8Array[] = []
          let dropped = 0
          for (const step of steps) {
            if (step === 'read') {
              const datagram = reader.pop()
              const wanted = expected.shift()
              expect(datagram === undefined ? undefined : [...datagram]).toEqual(wanted && [...wanted])
            } else if (writer.push(step)) expected.push(step)
            else dropped++
            expect(writer.counts.unread).toBe(expected.length)
          }
          expect(writer.counts.dropped).toBe(dropped)
          for (const wanted of expected) expect([...(reader.pop() ?? [])]).toEqual([...wanted])
          expect(reader.pop()).toBeUndefined()
        },
      ),
    )
  })

  test('drops and counts a datagram that finds no room, and takes the next once there is some', () => {
    const ring = DatagramRing.allocate(100)
    expect(ring.push(new Uint8Array(60))).toBe(true)
    expect(ring.push(new Uint8Array(60))).toBe(false)
    expect(ring.counts).toEqual({ pushed: 1, dropped: 1, unread: 1 })
    ring.pop()
    expect(ring.push(new Uint8Array(30))).toBe(true)
  })

  test('discards what there is, and nothing that comes later', () => {
    const ring = DatagramRing.allocate(100)
    for (const byte of [1, 2, 3]) ring.push(new Uint8Array(20).fill(byte))
    ring.pop()
    ring.push(new Uint8Array(20).fill(4))
    expect(ring.discard()).toBe(3)
    expect(ring.discard()).toBe(0)
    expect(ring.counts).toEqual({ pushed: 4, dropped: 0, unread: 0 })
    ring.push(Uint8Array.of(5))
    expect([...(ring.pop() ?? [])]).toEqual([5])
  })

  test('lets its writer rest while it is closed, and wakes it when it opens', () => {
    const ring = DatagramRing.allocate(100)
    ring.close()
    const reader = new DatagramRing(ring.shared)
    expect(reader.isClosed).toBe(true)
    const began = performance.now()
    ring.rest(20)
    expect(performance.now() - began).toBeGreaterThan(18)
    const opening = new Worker(
      `setTimeout(() => {
        const words = new Int32Array(require('node:worker_threads').workerData, 0, 4)
        Atomics.store(words, 3, 0)
        Atomics.notify(words, 3)
      }, 50)`,
      { eval: true, execArgv: [], workerData: ring.shared },
    )
    ring.rest(60_000)
    expect(reader.isClosed).toBe(false)
    return opening.terminate()
  })

  test('asks for one wake-up a sleep, and refuses to sleep over a datagram', () => {
    const ring = DatagramRing.allocate(1000)
    ring.push(Uint8Array.of(1))
    expect(ring.mustWake()).toBe(true)
    ring.push(Uint8Array.of(2))
    expect(ring.mustWake()).toBe(false)
    expect(ring.sleep()).toBe(false)
    ring.pop()
    ring.pop()
    expect(ring.sleep()).toBe(true)
    ring.push(Uint8Array.of(3))
    expect(ring.mustWake()).toBe(true)
  })
})
