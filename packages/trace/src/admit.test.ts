import { describe, expect, test } from 'vitest'
import { admit, datagramLimits, httpLimits } from './index.ts'
import type { JsonObject, JsonValue } from './json.ts'

// A minimal segment, a minimal nested subsegment and a minimal subsegment sent on its own.
const times = { start_time: 1478293361.271, end_time: 1478293361.449 }
const segment = {
  name: 'example.com',
  id: '70de5b6f19ff9a0a',
  trace_id: '1-581cf771-a006649127e371903a2de979',
  ...times,
}
const nested = { name: 'work', id: '53995c3f42cd8ad8', ...times }
const independent = { ...segment, name: 'DynamoDB', type: 'subsegment', parent_id: '53995c3f42cd8ad8' }

/** The document without a field. */
function without(document: JsonObject, field: string): JsonObject {
  const { [field]: _, ...rest } = document
  return rest
}

/** The segment with one nested subsegment. */
const holding = (subsegment: JsonValue): JsonObject => ({ ...segment, subsegments: [subsegment] })

interface Case {
  readonly says: string
  readonly document: JsonValue
}
interface Rejected extends Case {
  readonly code: string
  /** Whose fault the message names; 'segment' unless told. */
  readonly of?: 'subsegment'
  /** The Id that is answered; that of the outer document unless told. */
  readonly id?: string | undefined
}

function rejectionOf(document: JsonValue) {
  const admission = admit(JSON.stringify(document), httpLimits)
  if (admission.ok) throw new Error('the document was admitted')
  return admission.rejection
}

describe('a document is rejected for', () => {
  test.each<Rejected>([
    // What real replies of X-Ray show (segments.md 6)
    { says: 'an array', document: [], code: 'MissingId', id: undefined },
    { says: 'no id', document: without(segment, 'id'), code: 'MissingId', id: undefined },
    { says: 'no name', document: without(segment, 'name'), code: 'MissingName' },
    { says: 'a name that is no string', document: { ...segment, name: 12 }, code: 'MissingName' },
    { says: 'a name with other signs', document: { ...segment, name: '$Proxy101' }, code: 'InvalidName' },
    { says: 'a name of 201 characters', document: { ...segment, name: 'n'.repeat(201) }, code: 'InvalidName' },
    { says: 'no end', document: without(segment, 'end_time'), code: 'MissingEndTime' },
    {
      says: 'a trace id of another form',
      document: { ...segment, trace_id: '1-581cf771-a006' },
      code: 'InvalidTraceId',
    },
    {
      says: 'a subsegment without name',
      document: holding(without(nested, 'name')),
      code: 'MissingName',
      of: 'subsegment',
    },
    {
      says: 'a subsegment without end',
      document: holding(without(nested, 'end_time')),
      code: 'MissingEndTime',
      of: 'subsegment',
    },
    {
      says: 'a subsegment named as the PHP SDK did',
      document: holding({ ...nested, name: 'mysql at RouteBinding:?' }),
      code: 'InvalidName',
      of: 'subsegment',
    },
    // The same naming for the rest
    { says: 'null', document: null, code: 'MissingId', id: undefined },
    { says: 'a number', document: 7, code: 'MissingId', id: undefined },
    { says: 'an id that is no string', document: { ...segment, id: 7 }, code: 'MissingId', id: undefined },
    { says: 'an id of 15 digits', document: { ...segment, id: '70de5b6f19ff9a0' }, code: 'InvalidId', id: undefined },
    {
      says: 'an id of other letters',
      document: { ...segment, id: '70de5b6f19ff9a0g' },
      code: 'InvalidId',
      id: undefined,
    },
    { says: 'an empty name', document: { ...segment, name: '' }, code: 'InvalidName' },
    { says: 'a name with a newline', document: { ...segment, name: 'a\nb' }, code: 'InvalidName' },
    { says: 'no trace id', document: without(segment, 'trace_id'), code: 'MissingTraceId' },
    { says: 'a trace id that is null', document: { ...segment, trace_id: null }, code: 'MissingTraceId' },
    { says: 'a trace id of 31 digits', document: { ...segment, trace_id: 'a'.repeat(31) }, code: 'InvalidTraceId' },
    { says: 'no start', document: without(segment, 'start_time'), code: 'MissingStartTime' },
    { says: 'a start that is a string', document: { ...segment, start_time: '1478293361.2' }, code: 'InvalidTime' },
    { says: 'a start in milliseconds', document: { ...segment, start_time: 1478293361271 }, code: 'InvalidTime' },
    { says: 'a start in 1970', document: { ...segment, start_time: 31535999 }, code: 'InvalidTime' },
    { says: 'a start in 2106', document: { ...segment, start_time: 4291747200 }, code: 'InvalidTime' },
    { says: 'an end in 2106', document: { ...segment, end_time: 4291747200 }, code: 'InvalidTime' },
    { says: 'an end that is a string', document: { ...segment, end_time: '1478293361.2' }, code: 'InvalidTime' },
    { says: 'an end of 0', document: { ...segment, end_time: 0 }, code: 'InvalidTime' },
    {
      says: 'in_progress false and no end',
      document: { ...without(segment, 'end_time'), in_progress: false },
      code: 'MissingEndTime',
    },
    { says: 'a parent id of another form', document: { ...segment, parent_id: 'root' }, code: 'InvalidParentId' },
    { says: 'a subsegment that is null', document: holding(null), code: 'MissingId', of: 'subsegment' },
    { says: 'a subsegment without id', document: holding(without(nested, 'id')), code: 'MissingId', of: 'subsegment' },
    {
      says: 'a subsegment with an id of another form',
      document: holding({ ...nested, id: 'x' }),
      code: 'InvalidId',
      of: 'subsegment',
    },
    {
      says: 'a subsegment without start',
      document: holding(without(nested, 'start_time')),
      code: 'MissingStartTime',
      of: 'subsegment',
    },
    {
      says: 'a subsegment in a subsegment',
      document: holding({ ...nested, subsegments: [{}] }),
      code: 'MissingId',
      of: 'subsegment',
    },
    {
      says: 'the last of many subsegments',
      document: { ...segment, subsegments: [nested, nested, nested, { ...nested, name: 'a?b' }] },
      code: 'InvalidName',
      of: 'subsegment',
    },
    // A subsegment sent on its own is the outer document, and its faults are a subsegment's
    {
      says: 'a lone subsegment without parent',
      document: without(independent, 'parent_id'),
      code: 'MissingParentId',
      of: 'subsegment',
    },
    {
      says: 'a lone subsegment, parent null',
      document: { ...independent, parent_id: null },
      code: 'MissingParentId',
      of: 'subsegment',
    },
    {
      says: 'a lone subsegment, parent of another form',
      document: { ...independent, parent_id: 'a' },
      code: 'InvalidParentId',
      of: 'subsegment',
    },
    {
      says: 'a lone subsegment without trace',
      document: without(independent, 'trace_id'),
      code: 'MissingTraceId',
      of: 'subsegment',
    },
    {
      says: 'a lone subsegment without name',
      document: without(independent, 'name'),
      code: 'MissingName',
      of: 'subsegment',
    },
  ])('$says: $code', ({ document, code, of, ...rest }) => {
    const rejection = rejectionOf(document)
    expect(rejection.code).toBe(code)
    expect(rejection.message).toBe(
      of === 'subsegment'
        ? `Invalid subsegment. ErrorCode: ${code}, Cause: null`
        : `Invalid segment. ErrorCode: ${code}`,
    )
    expect(rejection.id).toBe('id' in rest ? rest.id : '70de5b6f19ff9a0a')
  })

  test.each([
    { says: 'nothing', text: '' },
    { says: 'cut JSON', text: JSON.stringify(segment).slice(0, -1) },
    { says: 'two documents', text: `${JSON.stringify(segment)}\n${JSON.stringify(segment)}` },
    { says: 'NaN, as Python may print it', text: '{"id": NaN}' },
  ])('$says: ParseError', ({ text }) => {
    const admission = admit(text, httpLimits)
    expect(admission).toMatchObject({
      ok: false,
      rejection: { code: 'ParseError', message: 'Invalid segment. ErrorCode: ParseError' },
    })
    expect(admission).not.toHaveProperty('rejection.id')
  })
})

describe('a document is admitted with', () => {
  const inProgress = without(segment, 'end_time')
  test.each<Case>([
    { says: 'the least', document: segment },
    { says: 'every kind of sign in its name', document: { ...segment, name: 'Größe 日本 1_.:/%&#=+-@' } },
    { says: 'a name of 200 characters', document: { ...segment, name: 'n'.repeat(200) } },
    { says: 'times as whole numbers', document: { ...segment, start_time: 1478293361, end_time: 1478293362 } },
    { says: 'in_progress', document: { ...inProgress, in_progress: true } },
    { says: 'in_progress and end null', document: { ...inProgress, in_progress: true, end_time: null } },
    { says: 'in_progress and end 0', document: { ...inProgress, in_progress: true, end_time: 0 } },
    { says: 'in_progress false beside an end (Python)', document: { ...segment, in_progress: false } },
    { says: 'an end before its start (clocks)', document: { ...segment, end_time: segment.start_time - 1 } },
    { says: 'the first and the last time', document: { ...segment, start_time: 31536000, end_time: 4291747199 } },
    { says: 'a W3C trace id', document: { ...segment, trace_id: '581cf771a006649127e371903a2de979' } },
    { says: 'ids in upper case', document: { ...segment, id: '70DE5B6F19FF9A0A', parent_id: '53995C3F42CD8AD8' } },
    { says: 'parent_id and type null', document: { ...segment, parent_id: null, type: null } },
    { says: 'an empty parent_id', document: { ...segment, parent_id: '' } },
    { says: 'another type', document: { ...segment, type: 'segment' } },
    { says: 'unknown fields', document: { ...segment, otel: { kind: 2 }, x: [null, [1e300]] } },
    { says: 'subsegments null', document: { ...segment, subsegments: null } },
    { says: 'subsegments of another kind', document: { ...segment, subsegments: { a: 1 } } },
    { says: 'a nested subsegment', document: holding(nested) },
    {
      says: 'a nested subsegment with the fields of a lone one (Python)',
      document: holding({ ...nested, type: 'subsegment', trace_id: segment.trace_id, parent_id: segment.id }),
    },
    { says: 'a nested subsegment whose parent_id is not read', document: holding({ ...nested, parent_id: '?' }) },
    {
      says: 'a nested subsegment in progress',
      document: holding({ ...without(nested, 'end_time'), in_progress: true }),
    },
    { says: 'namespace local (Python)', document: holding({ ...nested, namespace: 'local' }) },
    { says: 'an independent subsegment', document: independent },
    {
      says: 'content_length as a string',
      document: { ...segment, http: { response: { status: 200, content_length: '7' } } },
    },
    { says: 'http of another kind', document: { ...segment, http: 'GET' } },
    { says: 'aws of another kind', document: { ...segment, aws: ['ec2'] } },
    { says: 'a cause that is a bare id', document: { ...segment, cause: 'a767e40c6836c67e' } },
    { says: 'exceptions without fields', document: { ...segment, cause: { exceptions: [{}, null, 'x'] } } },
    {
      says: 'a stack with line null (Node)',
      document: { ...segment, cause: { exceptions: [{ stack: [{ path: 'a', line: null, label: 'b' }] }] } },
    },
    { says: 'annotations of any kind', document: { ...segment, annotations: { a: null, b: [1], c: {}, d: 1 } } },
    { says: 'annotations that are no object', document: { ...segment, annotations: [1] } },
    { says: 'metadata of any kind', document: { ...segment, metadata: ['x'] } },
    { says: 'flags of any kind', document: { ...segment, fault: 'yes', error: 1, throttle: null } },
    { says: 'links', document: { ...segment, links: [{ trace_id: segment.trace_id, id: nested.id }] } },
  ])('$says', ({ document }) => {
    const text = JSON.stringify(document)
    const admission = admit(text, httpLimits)
    expect(admission).toMatchObject({ ok: true })
    expect(admission.ok && admission.document.text).toBe(text)
  })
})

describe('an admitted document', () => {
  function digestOf(document: JsonValue | string) {
    const admission = admit(typeof document === 'string' ? document : JSON.stringify(document), httpLimits)
    if (!admission.ok) throw new Error(admission.rejection.reason)
    return admission.document
  }

  test('has its ids in lower case and the X-Ray form', () => {
    const document = { ...segment, id: '70DE5B6F19FF9A0A', trace_id: '581CF771A006649127E371903A2DE979' }
    expect(digestOf(document)).toMatchObject({ traceId: segment.trace_id, segmentId: segment.id })
  })

  test('that ended before it started took no time', () => {
    const { span } = digestOf({ ...segment, end_time: segment.start_time - 60 }).digest
    expect(span.end).toBe(span.start)
  })

  test('that has an end is complete, whatever in_progress says', () => {
    expect(digestOf({ ...segment, in_progress: true }).digest.span.end).toBe(1478293361_449000)
  })

  test.each([{ key: '__proto__' }, { key: 'constructor' }, { key: 'toString' }])(
    'may use the key $key anywhere',
    ({ key }) => {
      const own = `"${key}": {"id": "x", "fault": true}`
      const text = `{${own}, "annotations": {"${key}": "v"}, "http": {${own}}, "aws": {${own}}, ${JSON.stringify(segment).slice(1)}`
      const { digest } = digestOf(text)
      expect(digest.span.annotations).toEqual([[key, 'v']])
      expect(digest.span.fault).toBe(false)
      expect(Object.getPrototypeOf({})).not.toHaveProperty('fault')
    },
  )

  test('keeps what UTF-8 can hold, and U+FFFD for half a surrogate pair', () => {
    const text = `{"user": "a\ud83d", "annotations": {"escaped": "b\\ud83d", "whole": "\\uD83D\\ude00😀", "low": "\\ude00\\ud83d", "text": "\\\\ud83d"}, ${JSON.stringify(segment).slice(1)}`
    const admitted = digestOf(text)
    expect(admitted.text).toBe(text.replace('a\ud83d', 'a\ufffd'))
    expect(Buffer.from(admitted.text).toString()).toBe(admitted.text)
    expect(admitted.digest.length).toBe(Buffer.byteLength(admitted.text))
    expect(admitted.digest.span.user).toBe('a\ufffd')
    expect(admitted.digest.span.annotations).toEqual([
      ['escaped', 'b\ufffd'],
      ['whole', '😀😀'],
      ['low', '\ufffd\ufffd'],
      ['text', '\\ud83d'],
    ])
  })
})

describe('a rejection', () => {
  test.each([
    { document: { ...segment, name: 'a?b' }, reason: '"name" is "a?b".' },
    { document: without(segment, 'name'), reason: '"name" is missing.' },
    { document: { ...segment, name: { a: 1 } }, reason: '"name" is an object.' },
    { document: { ...segment, start_time: 1478293361271 }, reason: '1478293361271 is not a time.' },
    { document: holding({ ...nested, name: '' }), reason: 'In subsegment "53995c3f42cd8ad8": "name" is "".' },
    { document: holding({ name: 'work' }), reason: 'In subsegment "work": "id" is missing.' },
    { document: without(independent, 'parent_id'), reason: '"parent_id" is missing.' },
  ])('says what was found: $reason', ({ document, reason }) => {
    expect(rejectionOf(document).reason.startsWith(reason)).toBe(true)
  })

  test('names the trace as it was sent, and the id as it was sent', () => {
    expect(rejectionOf({ ...segment, id: '70DE5B6F19FF9A0A', trace_id: 'mine' })).toMatchObject({
      id: '70DE5B6F19FF9A0A',
      traceId: 'mine',
    })
  })

  test('stays short, whatever was sent', () => {
    const long = '?'.repeat(500_000)
    const rejection = rejectionOf({ ...segment, name: long, trace_id: long })
    expect(JSON.stringify(rejection).length).toBeLessThan(1000)
  })
})

describe('limits', () => {
  const padded = (bytes: number, sign = 'x') => {
    const empty = JSON.stringify({ ...segment, metadata: { default: { pad: '' } } })
    return empty.replace('"pad":""', `"pad":"${sign.repeat((bytes - empty.length) / Buffer.byteLength(sign))}"`)
  }

  test.each([
    { limits: datagramLimits, limit: 65_536 },
    { limits: httpLimits, limit: 1_048_576 },
  ])('a document of $limit bytes is admitted and one more is not', ({ limits, limit }) => {
    expect(admit(padded(limit), limits)).toMatchObject({ ok: true })
    expect(admit(padded(limit + 1), limits)).toMatchObject({
      ok: false,
      rejection: { code: 'SegmentTooLarge', message: 'Invalid segment. ErrorCode: SegmentTooLarge' },
    })
  })

  test('bytes are counted, not characters', () => {
    expect(admit(padded(65_000, 'ß'), datagramLimits)).toMatchObject({ ok: true })
    expect(admit(padded(65_000, 'x').replaceAll('x', 'ß'), datagramLimits)).toMatchObject({
      ok: false,
      rejection: { code: 'SegmentTooLarge' },
    })
  })

  const nestedTo = (levels: number) =>
    `{"metadata": ${'['.repeat(levels)}${']'.repeat(levels)}, ${JSON.stringify(segment).slice(1)}`

  test('a document nests 512 levels and no deeper', () => {
    expect(admit(nestedTo(511), httpLimits)).toMatchObject({ ok: true })
    expect(admit(nestedTo(512), httpLimits)).toMatchObject({ ok: false, rejection: { code: 'SegmentTooDeep' } })
  })

  test('brackets in strings are no levels', () => {
    const metadata = { default: { text: `"${'[{'.repeat(1000)}`, other: '\\"['.repeat(1000) } }
    expect(admit(JSON.stringify({ ...segment, metadata }), httpLimits)).toMatchObject({ ok: true })
  })

  test('subsegments nest as deep as JSON may', () => {
    let inner: JsonObject = nested
    for (let level = 1; level < 255; level++) inner = { ...nested, subsegments: [inner] }
    expect(admit(JSON.stringify(holding(inner)), httpLimits)).toMatchObject({ ok: true })
  })
})
