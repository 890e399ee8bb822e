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
