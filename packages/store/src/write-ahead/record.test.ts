import { crc32 } from 'node:zlib'
import { type Micros, parseSegmentId, parseTraceId } from '@roentgen/trace'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeRecord, encodeRecord, type WriteAheadRecord } from './record.ts'

function record(text: string): WriteAheadRecord {
  const traceId = parseTraceId('1-5f84c7a1-a006649127e371903a2de979')
  const segmentId = parseSegmentId('53995c3f42cd8ad8')
  if (traceId === undefined || segmentId === undefined) throw new Error('a bad id in a test')
  return { server: 63, traceId, segmentId, received: 1_700_000_000_123_456 as Micros, text }
}

function lineOf(text: string): Buffer {
  const bytes = encodeRecord(record(text))
  return bytes.subarray(0, -1)
}

describe('a write-ahead record', () => {
  test('is one line of tab-separated values that begins with the checksum of the rest', () => {
    const bytes = encodeRecord(record('{"a":"\\"b\\""}'))
    const rest = '63\t5f84c7a1a006649127e371903a2de979\t53995c3f42cd8ad8\t1700000000123456\t{"a":"\\\\"b\\\\""}'
    expect(bytes.toString()).toBe(`${crc32(rest).toString(16).padStart(8, '0')}\t${rest}\n`)
  })

  test.each([
    ['', ''],
    ['\\', '\\\\'],
    ['\\n', '\\\\n'],
    ['\n', '\\n'],
    ['\t', '\\t'],
    ['\r', '\\r'],
    ['\0', '\\0'],
    ['\b', '\\b'],
    ['\f', '\\f'],
    ['\\N', '\\\\N'],
    ["it's \v\u0007\u001b\u2028", "it's \v\u0007\u001b\u2028"],
  ])('writes %j as %j, as ClickHouse reads TabSeparated', (text, escaped) => {
    expect(lineOf(text).toString().split('\t').slice(5).join('\t')).toBe(escaped)
  })

  test('gives back any text; a lone surrogate becomes U+FFFD', () => {
    const hard = fc.string({
      unit: fc.constantFrom('\\', '\n', '\t', '\r', '\0', '\b', '\f', 'n', 't', '0', 'N', 'é', '😀'),
    })
    const units = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes))
    const text = fc.oneof(hard, units, fc.string({ unit: 'binary' }), fc.json())
    fc.assert(
      fc.property(text, (sent) => {
        const line = lineOf(sent)
        expect(line.includes(10)).toBe(false)
        expect(line.toString('latin1').split('\t')).toHaveLength(6)
        expect(decodeRecord(line)).toEqual(record(Buffer.from(sent).toString()))
      }),
      { numRuns: 2000 },
    )
  })

  test('is refused when any byte of it changed', () => {
    const line = lineOf('{"name":"cart"}')
    for (let at = 0; at < line.length; at += 1) {
      const changed = Buffer.from(line)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(decodeRecord(changed)).toBeUndefined()
    }
  })

  test.each(['', 'x', '00000000', '00000000\t'])('is not read from %j', (text) => {
    expect(decodeRecord(Buffer.from(text))).toBeUndefined()
  })

  test.each([
    '63\t5f84c7a1\t53995c3f42cd8ad8\t17\t{}',
    '63\t5f84c7a1a006649127e371903a2de979\tshort\t17\t{}',
    '63\t5f84c7a1a006649127e371903a2de979\t53995c3f42cd8ad8\tsoon\t{}',
    '63\t5f84c7a1a006649127e371903a2de979\t53995c3f42cd8ad8',
    '',
  ])('with the right checksum and other fields than ours (%j) is not read', (rest) => {
    expect(decodeRecord(Buffer.from(`${crc32(rest).toString(16).padStart(8, '0')}\t${rest}`))).toBeUndefined()
  })
})
