import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JsonBytes } from './json-bytes.ts'

const comma = Buffer.from(',')

test('texts, pieces and counts are written one behind the other, whatever they are', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constant('é€😀'.repeat(8_000)),
    fc.nat(),
    fc.maxSafeInteger().map(Math.abs),
    fc.constantFrom(0, 9, 10, 2_147_483_647, 2_147_483_648),
    fc.uint8Array().map((bytes) => bytes.map((byte) => byte & 127)),
  )
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const out = new JsonBytes()
      for (const one of parts) {
        if (typeof one === 'string') out.text(one)
        else if (typeof one === 'number') out.count(one)
        else out.piece(one)
        if (typeof one === 'number') out.countBetween(comma, one, comma)
      }
      const texts = parts.map((one) => Buffer.from(typeof one === 'number' ? `${one},${one},` : one))
      expect(out.bytes().equals(Buffer.concat(texts))).toBe(true)
    }),
    { numRuns: 50 },
  )
})

test('what was written is written again, or forgotten', () => {
  const out = new JsonBytes()
  out.text('ab')
  const before = out.length
  out.text('c'.repeat(50_000))
  out.again(0, 2)
  out.again(before, before + 20_000)
  expect(out.bytes().toString()).toBe(`ab${'c'.repeat(50_000)}ab${'c'.repeat(20_000)}`)
  out.backTo(before)
  expect(out.bytes().toString()).toBe('ab')
})
