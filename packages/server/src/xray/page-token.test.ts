import type { Micros } from '@roentgen/trace'
import { parseTraceId } from '@roentgen/trace'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readToken, writeToken } from './page-token.ts'

const question = { start: 1, end: 2, range: 'TraceId' }
const cursor = {
  after: { keyTime: 1_700_000_000_000_001 as Micros, traceId: parseTraceId('1-6b031b4e-41cf7f587be6b9c4ad1d06a3') },
  newest: { keyTime: 1_700_000_000_000_009 as Micros, traceId: undefined },
  scanned: 1234,
}

describe('a page token', () => {
  test('gives back the place where its page ended', () => {
    expect(readToken(writeToken(cursor, question), question)).toEqual(cursor)
  })

  test('of another question is refused', () => {
    const token = writeToken(cursor, question)
    expect(() => readToken(token, { ...question, end: 3 })).toThrow('NextToken is not a token of this question')
  })

  test.each(['', 'abc', '!!!', 'bnVsbA', 'WzEsMl0', 'e30'])('%j is refused', (text) => {
    expect(() => readToken(text, question)).toThrow('NextToken is not a token of this question')
  })

  test('with any character changed is refused or is the same token', () => {
    const token = writeToken(cursor, question)
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom('A', '0', '_', '-', 'z', '.'), (at, sign) => {
        const mangled = token.slice(0, at) + sign + token.slice(at + 1)
        try {
          const read = readToken(mangled, question)
          expect(Number.isSafeInteger(read.after.keyTime)).toBe(true)
        } catch (error) {
          expect(error).toMatchObject({ code: 'InvalidRequestException', status: 400 })
        }
      }),
    )
  })
})
