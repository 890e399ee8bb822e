import { describe, expect, test } from 'vitest'
import { type DatagramFault, longestDatagram, readDatagram } from './index.ts'

const header = '{"format": "json", "version": 1}'

describe('a datagram is read', () => {
  test.each([
    { says: 'as the SDKs send it', sent: `${header}\n{"id":"a"}`, text: '{"id":"a"}' },
    { says: 'without spaces in its header', sent: '{"format":"json","version":1}\n{}', text: '{}' },
    { says: 'with the format in another case', sent: '{"format": "JSON", "version": 1}\n{}', text: '{}' },
    { says: 'with header keys in another case', sent: '{"Format": "json", "VERSION": 1}\n{}', text: '{}' },
    { says: 'with more in its header', sent: '{"version": 1, "format": "json", "sdk": {"n": 1}}\n{}', text: '{}' },
    { says: 'with space around its header', sent: ` \t${header} \r\n{}`, text: '{}' },
    { says: 'split at the first newline only', sent: `${header}\n{\n"a":\n1}\n`, text: '{\n"a":\n1}\n' },
    { says: 'though its body is no JSON', sent: `${header}\nhello`, text: 'hello' },
    { says: 'though its body is blank', sent: `${header}\n `, text: ' ' },
    { says: 'in any language', sent: `${header}\n{"name":"größe 日本 😀"}`, text: '{"name":"größe 日本 😀"}' },
    { says: 'with a byte order mark in its body', sent: `${header}\n\ufeff{}`, text: '\ufeff{}' },
  ])('$says', ({ sent, text }) => {
    expect(readDatagram(Buffer.from(sent))).toEqual({ ok: true, text })
  })

  test('up to the 64 KiB of the daemon', () => {
    const body = ' '.repeat(longestDatagram - header.length - 1)
    expect(readDatagram(Buffer.from(`${header}\n${body}`))).toEqual({ ok: true, text: body })
  })

  test('where it lies inside a larger buffer', () => {
    const ring = Buffer.from(`xx${header}\n{}yy\n`)
    expect(readDatagram(ring.subarray(2, -3))).toEqual({ ok: true, text: '{}' })
  })
})

describe('a datagram is dropped and counted as', () => {
  test.each<{ reason: DatagramFault; sent: string | Buffer }>([
    { reason: 'no_header', sent: '' },
    { reason: 'no_header', sent: '{"id":"a"}' },
    { reason: 'no_header', sent: header },
    { reason: 'invalid_header', sent: `\n${header}` },
    { reason: 'invalid_header', sent: 'json\n{}' },
    { reason: 'invalid_header', sent: '{"format": "json", "version": 1\n{}' },
    { reason: 'invalid_header', sent: 'null\n{}' },
    { reason: 'invalid_header', sent: '["json", 1]\n{}' },
    { reason: 'invalid_header', sent: Buffer.from([0xff, 0x0a, 0x7b, 0x7d]) },
    { reason: 'unknown_format', sent: '{}\n{}' },
    { reason: 'unknown_format', sent: '{"format": "xml", "version": 1}\n{}' },
    { reason: 'unknown_format', sent: '{"format": "json", "version": 2}\n{}' },
    { reason: 'unknown_format', sent: '{"format": "json", "version": "1"}\n{}' },
    { reason: 'unknown_format', sent: '{"format": ["json"], "version": 1}\n{}' },
    { reason: 'unknown_format', sent: '{"__proto__": {"format": "json", "version": 1}}\n{}' },
    { reason: 'empty_document', sent: `${header}\n` },
    {
      reason: 'invalid_utf8',
      sent: Buffer.concat([Buffer.from(`${header}\n{"name":"`), Buffer.from([0xc3, 0x22, 0x7d])]),
    },
    { reason: 'too_long', sent: `${header}\n${' '.repeat(longestDatagram - header.length)}` },
  ])('$reason: $sent', ({ reason, sent }) => {
    expect(readDatagram(Buffer.from(sent))).toEqual({ ok: false, reason })
  })
})
