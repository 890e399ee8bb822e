import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { admit, datagramLimits, digestDocument, httpLimits, readDatagram } from './index.ts'
import type { JsonValue } from './json.ts'

const megabyte = httpLimits.documentBytes
const times = { start_time: 1478293361.271, end_time: 1478293361.449 }
const segment = { name: 'shop', id: '70de5b6f19ff9a0a', trace_id: '1-581cf771-a006649127e371903a2de979', ...times }
const head = JSON.stringify(segment).slice(0, -1)

/** As many of a part as a megabyte holds, after the least of a segment. */
function filled(before: string, part: (index: number) => string, after: string): string {
  let text = `${head},${before}${part(0)}`
  for (let index = 1; ; index++) {
    const next = `,${part(index)}`
    if (text.length + next.length + after.length > megabyte) return text + after
    text += next
  }
}

function deep(open: string, close: string): string {
  const levels = Math.floor((megabyte - head.length - 20) / (open.length + close.length))
  return `${head},"metadata":${open.repeat(levels)}1${close.repeat(levels)}}`
}

const subsegment = '{"id":"53995c3f42cd8ad8","name":"a","start_time":1e9,"in_progress":true'
const cases: { says: string; text: string; ok: boolean }[] = [
  { says: 'opening brackets', text: '['.repeat(megabyte), ok: false },
  { says: 'opening braces', text: '{"a":'.repeat(megabyte / 5), ok: false },
  { says: 'arrays in arrays', text: deep('[', ']'), ok: false },
  { says: 'objects in objects', text: deep('{"a":', '}'), ok: false },
  { says: 'subsegments in subsegments', text: deep(`${subsegment},"subsegments":[`, ']}'), ok: false },
  { says: 'subsegments', text: filled('"subsegments":[', () => `${subsegment}}`, ']}'), ok: true },
  {
    says: 'calls',
    text: filled('"subsegments":[', (n) => `${subsegment.replace('"a"', `"n${n}"`)},"namespace":"aws","aws":{}}`, ']}'),
    ok: true,
  },
  { says: 'annotations', text: filled('"annotations":{', (n) => `"k${n}":${n}`, '}}'), ok: true },
  { says: 'numbered annotations', text: filled('"annotations":{', (n) => `"${999_999 - n}":1`, '}}'), ok: true },
  { says: 'keys of the outer object', text: filled('"a":1,', (n) => `"k${n}":1`, '}'), ok: true },
  { says: 'one key again and again', text: filled('"a":1,', () => '"__proto__":{}', '}'), ok: true },
  { says: 'exceptions', text: filled('"cause":{"exceptions":[', () => '{}', ']}}'), ok: true },
  {
    says: 'exceptions of a call',
    text: filled(
      `"subsegments":[${subsegment},"namespace":"aws","cause":{"exceptions":[`,
      () => '{"message":"; Error Code: a; Error Code: "}',
      ']}}]}',
    ),
    ok: true,
  },
  { says: 'one long number', text: `${head},"x":${'9'.repeat(megabyte - 200)}}`, ok: true },
  { says: 'one long start', text: `{"start_time":${'9'.repeat(megabyte - 200)}}`, ok: false },
  { says: 'one long name', text: head.replace('shop', 'a'.repeat(megabyte - 200)).concat('}'), ok: false },
  { says: 'one long annotation', text: `${head},"annotations":{"a":"${'é'.repeat(megabyte / 2 - 100)}"}}`, ok: true },
  { says: 'escapes', text: `${head},"x":"${'\\u0041'.repeat(megabyte / 6 - 40)}"}`, ok: true },
  { says: 'escaped half pairs', text: filled('"x":[', () => '"\\ud83d"', ']}'), ok: true },
  { says: 'half pairs', text: `${head},"x":"${'\ud83d'.repeat(megabyte / 3 - 100)}"}`, ok: true },
  { says: 'null bytes', text: '\0'.repeat(megabyte), ok: false },
]

describe('a megabyte of', () => {
  test.each(cases)('$says is answered within bounds', ({ text, ok }) => {
    expect(text.length).toBeLessThanOrEqual(megabyte)
    const before = process.cpuUsage()
    const admission = admit(text, httpLimits)
    const { user, system } = process.cpuUsage(before)
    expect(admission.ok).toBe(ok)
    if (admission.ok) expect(digestDocument(admission.document.text)).toEqual(admission.document.digest)
    // The budget is 100 ms; five times that fails the test.
    expect((user + system) / 1000).toBeLessThan(500)
  })
})

test('what is far over the limit is not looked at', () => {
  const before = process.cpuUsage().user
  for (let round = 0; round < 10; round++)
    expect(admit('['.repeat(8 * megabyte), httpLimits)).toMatchObject({ rejection: { code: 'SegmentTooLarge' } })
  expect((process.cpuUsage().user - before) / 1000).toBeLessThan(500)
})

// Anything, but with the names and the values that the rules look at more often than chance would have it.
const value = fc.letrec<{ value: JsonValue; object: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false, 0, -1, 429, 503, '503', '', 'aws', 'remote', 'DynamoDB', 'subsegment', 1e300),
    fc.constantFrom('70de5b6f19ff9a0a', '1-581cf771-a006649127e371903a2de979', 1478293361.5, 'ThrottlingException'),
    fc.string({ unit: 'binary', maxLength: 10 }),
    fc.double(),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.dictionary(
    fc.oneof(
      fc.constantFrom('id', 'name', 'trace_id', 'parent_id', 'start_time', 'end_time', 'in_progress', 'type', 'user'),
      fc.constantFrom('subsegments', 'http', 'request', 'response', 'status', 'cause', 'exceptions', 'message', 'url'),
      fc.constantFrom(
        'namespace',
        'aws',
        'ec2',
        'ecs',
        'account_id',
        'table_name',
        'queue_url',
        'function_name',
        'sql',
      ),
      fc.constantFrom('annotations', 'error', 'fault', 'throttle', 'origin', '__proto__', 'constructor'),
      fc.string({ maxLength: 5 }),
    ),
    tie('value'),
    { maxKeys: 8 },
  ),
}))

const span = value.object.map((object) => ({ ...(object as object), id: segment.id, name: 'shop', ...times }))
const document = fc
  .tuple(value.object, fc.array(span, { maxLength: 3 }), fc.constantFrom(undefined, 'subsegment'))
  .map(([object, subsegments, type]) => ({
    ...(object as object),
    parent_id: segment.id,
    ...segment,
    type,
    subsegments: subsegments as unknown as JsonValue,
  }))

describe('whatever is sent', () => {
  test('any text is answered, and what is admitted digests again to the same', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      value.value.map((sent) => JSON.stringify(sent)),
      document.map((sent) => JSON.stringify(sent)),
    )
    let admitted = 0
    fc.assert(
      fc.property(text, (sent) => {
        const admission = admit(sent, datagramLimits)
        if (!admission.ok) {
          expect(admission.rejection.message).toContain(`ErrorCode: ${admission.rejection.code}`)
          expect(admission.rejection.reason).not.toContain('undefined')
          return
        }
        admitted++
        const { text, digest, traceId, segmentId } = admission.document
        expect(digestDocument(text)).toEqual(digest)
        // Of the whole document, which JSON.parse has read.
        const { source: _, ...ofWhole } = digestDocument(text, { keepSource: true }) ?? {}
        expect(ofWhole).toEqual(digest)
        expect(digestDocument(Buffer.from(text).toString())).toEqual(digest)
        expect([digest.traceId, digest.span.id]).toEqual([traceId, segmentId])
        expect(digest.length).toBe(Buffer.byteLength(text))
        expect(Buffer.from(JSON.stringify(digest)).toString()).toBe(JSON.stringify(digest))
      }),
      { numRuns: 2000 },
    )
    expect(admitted).toBeGreaterThan(200)
  })

  test('every span of an admitted document has times in order', () => {
    fc.assert(
      fc.property(document, fc.double(), fc.double(), (sent, start, end) => {
        const admission = admit(JSON.stringify({ ...sent, start_time: start, end_time: end }), datagramLimits)
        if (!admission.ok) return
        const { span } = admission.document.digest
        expect(Number.isSafeInteger(span.start)).toBe(true)
        expect(span.end === undefined || span.end >= span.start).toBe(true)
      }),
    )
  })

  test('any datagram is read or dropped by name', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .uint8Array({ maxLength: 200 })
        .map((body) => Buffer.concat([Buffer.from('{"format":"json","version":1}\n'), body])),
    )
    fc.assert(
      fc.property(bytes, (sent) => {
        const reading = readDatagram(sent)
        const newline = sent.indexOf(10)
        if (reading.ok) expect(Buffer.from(reading.text)).toEqual(Buffer.from(sent.subarray(newline + 1)))
        else expect(reading.reason).toMatch(/^[a-z0-9_]+$/)
      }),
      { numRuns: 1000 },
    )
  })
})
