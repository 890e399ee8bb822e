import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fingerprint } from './fingerprint.ts'

describe('a fingerprint', () => {
  test('counts bytes as UTF-8 does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(fingerprint(text).bytes).toBe(Buffer.byteLength(text))
      }),
    )
  })

  test('gives the bytes with a 0 behind them', () => {
    for (const text of ['x'.repeat(300_000), '{"a":1}', '', 'abc', 'abcd', 'é😀'.repeat(100)]) {
      const { utf8, bytes } = fingerprint(text)
      expect(Buffer.from(utf8.subarray(0, bytes)).toString()).toBe(text)
      expect(utf8[bytes]).toBe(0)
    }
  })

  test('has at least as many openers as the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('[', '{', 'a', '\u01db', '7'), maxLength: 100 }), (text) => {
        expect(fingerprint(text).openers).toBeGreaterThanOrEqual(text.replace(/[^[{]/g, '').length)
      }),
    )
  })

  test('does not depend on what was looked at before', () => {
    const { utf8: _, ...before } = fingerprint('{"a":1}')
    fingerprint('x'.repeat(300_000))
    expect(fingerprint('{"a":1}')).toMatchObject(before)
  })

  test('differs for 200,000 documents that differ in a digit or two', () => {
    const hashes = new Set<string>()
    for (let index = 0; index < 200_000; index++)
      hashes.add(fingerprint(`{"id":"70de5b6f19ff9a0a","start_time":1478293361.${index},"pad":"xxxxxxx"}`).hash)
    expect(hashes.size).toBe(200_000)
  })
})
