import { describe, expect, test } from 'vitest'
import { digestDocument } from './index.ts'
import type { JsonObject } from './json.ts'

const least = {
  id: '00000000000000a1',
  name: 'shop',
  trace_id: '1-6b031b4e-41cf7f587be6b9c4ad1d06a3',
  start_time: 1795365709.5,
  end_time: 1795365709.75,
}

function digestOf(fields: JsonObject = {}) {
  const digest = digestDocument(JSON.stringify({ ...least, ...fields }))
  if (digest === undefined) throw new Error('the document was not admitted')
  return digest
}

describe('a digest of a segment', () => {
  test('without anything but its least is all absent', () => {
    expect(digestOf()).toEqual({
      traceId: least.trace_id,
      hash: expect.stringMatching(/^[0-9a-f]{16}$/),
      length: JSON.stringify(least).length,
      parentId: undefined,
      segment: {
        entity: { name: 'shop', type: '', account: '000000000000' },
        instanceId: undefined,
        availabilityZone: undefined,
        resourceArn: undefined,
      },
      span: {
        id: '00000000000000a1',
        name: 'shop',
        start: 1795365709_500000,
        end: 1795365709_750000,
        error: false,
        fault: false,
        throttle: false,
        http: undefined,
        exceptions: [],
        annotations: [],
        namespace: '',
        downstream: undefined,
        user: undefined,
        children: [],
      },
    })
  })

  test('tells what it ran on', () => {
    const { segment } = digestOf({
      origin: 'AWS::EC2::Instance',
      resource_arn: 'arn:aws:x',
      aws: { account_id: '123456789012', ec2: { instance_id: 'i-0a', availability_zone: 'us-east-1a' } },
    })
    expect(segment).toEqual({
      entity: { name: 'shop', type: 'AWS::EC2::Instance', account: '123456789012' },
      instanceId: 'i-0a',
      availabilityZone: 'us-east-1a',
      resourceArn: 'arn:aws:x',
    })
  })

  test("takes the container's zone where no instance names one", () => {
    const { segment } = digestOf({ aws: { ecs: { availability_zone: 'us-east-1b' }, ec2: { instance_id: 'i-0a' } } })
    expect(segment?.availabilityZone).toBe('us-east-1b')
  })

  test('makes no call, whatever namespace it names', () => {
    expect(digestOf({ namespace: 'remote' }).span).toMatchObject({ namespace: '', downstream: undefined })
  })

  test('keeps annotations on the spans that carry them', () => {
    const { span } = digestOf({
      annotations: { user: 'a', 'http.route': '/x', count: 1.5, flag: false, empty: '' },
      subsegments: [{ ...least, id: '00000000000000b1', annotations: { user: 'b' } }],
    })
    expect(span.annotations).toEqual([
      ['user', 'a'],
      ['http.route', '/x'],
      ['count', 1.5],
      ['flag', false],
      ['empty', ''],
    ])
    expect(span.children[0]?.annotations).toEqual([['user', 'b']])
  })

  test('has every annotation, however many', () => {
    const annotations = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`k${index}`, index]))
    expect(digestOf({ annotations }).span.annotations).toHaveLength(200)
  })

  test('searches a thousand annotations of a span and no more', () => {
    const annotations = Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`k${index}`, index]))
    const digest = digestOf({ annotations, subsegments: [{ ...least, id: '00000000000000b1', annotations }] })
    expect(digest.span.annotations).toHaveLength(1000)
    expect(digest.span.children[0]?.annotations).toHaveLength(1000)
  })

  test('leaves out annotations that X-Ray does not index', () => {
    const annotations = { 'a-b': 1, 'a b': 1, ä: 1, '': 1, ['k'.repeat(501)]: 1, list: [1], object: {}, none: null }
    expect(digestOf({ annotations }).span.annotations).toEqual([])
  })

  test('cuts long strings, never in the middle of a character', () => {
    const { span } = digestOf({
      user: `${'u'.repeat(249)}😀`,
      http: { request: { url: 'x'.repeat(251) } },
      annotations: { a: 'x'.repeat(1001) },
      cause: { exceptions: [{ type: 't'.repeat(300), message: 'm'.repeat(2000) }] },
    })
    expect(span.user).toBe('u'.repeat(249))
    expect(span.http?.url).toHaveLength(250)
    expect(span.annotations[0]?.[1]).toHaveLength(1000)
    expect(span.exceptions).toEqual([{ type: 't'.repeat(250), message: 'm'.repeat(1000), remote: false }])
  })

  test.each([
    { sent: 200, status: 200 },
    { sent: '503', status: 503 },
    { sent: 0, status: undefined },
    { sent: -1, status: undefined },
    { sent: 200.5, status: undefined },
    { sent: '2xx', status: undefined },
    { sent: null, status: undefined },
  ])('reads status $sent as $status', ({ sent, status }) => {
    const { span } = digestOf({ http: { request: { method: 'GET' }, response: { status: sent } } })
    expect(span.http?.status).toBe(status)
  })

  test('has no http where nothing of it is indexed', () => {
    expect(digestOf({ http: { request: { traced: true }, response: { content_length: 7 } } }).span.http).toBeUndefined()
  })

  test('in progress has no end', () => {
    const { end_time: _, ...open } = least
    expect(digestDocument(JSON.stringify({ ...open, in_progress: true }))?.span.end).toBeUndefined()
  })
})

describe('digestDocument', () => {
  test('keeps the parsed document when asked', () => {
    const text = JSON.stringify({ ...least, metadata: { default: { a: [1] } } })
    expect(digestDocument(text, { keepSource: true })?.source).toEqual(JSON.parse(text))
    expect(digestDocument(text)).not.toHaveProperty('source')
  })

  test('is the one at hand where its document is known', () => {
    const text = JSON.stringify(least)
    const atHand = digestDocument(text)
    const identity = { hash: atHand?.hash, length: text.length }
    const known = ({ hash, length }: { hash: string; length: number }) =>
      hash === identity.hash && length === identity.length ? atHand : undefined
    expect(digestDocument(text, { known })).toBe(atHand)
    const other = digestDocument(`${text} `, { known })
    expect(other).not.toBe(atHand)
    expect(other?.span).toEqual(atHand?.span)
  })

  test.each(['', 'null', '{', JSON.stringify({ ...least, name: '?' })])('gives nothing for %j', (text) => {
    expect(digestDocument(text)).toBeUndefined()
  })

  test('has another hash for another text', () => {
    const text = JSON.stringify(least)
    const hashes = [text, `${text} `, ` ${text}`, text.replace('shop', 'shoq'), text.replace('shop', 'pohs')].map(
      (sent) => digestDocument(sent)?.hash,
    )
    expect(new Set(hashes).size).toBe(hashes.length)
  })
})
