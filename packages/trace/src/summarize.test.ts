import { describe, expect, test } from 'vitest'
import { assemble } from './assemble.ts'
import type { DocumentDigest } from './digest.ts'
import { exception, httpCall, segment, subsegment, tableCall, testTraceId } from './document.builder.ts'
import { summarize } from './summarize.ts'

function summaryOf(...digests: readonly DocumentDigest[]) {
  return summarize(assemble(testTraceId, digests))
}

describe('the flags of a trace', () => {
  test('are those of its root alone', () => {
    const root = segment({ id: 'a', at: [0, 9], subsegments: [httpCall({ id: 'b', at: [1, 8] })] })
    const callee = segment({ id: 'c', parent: 'b', at: [2, 7], fault: true, error: true })
    expect(summaryOf(root, callee)).toMatchObject({ ok: true, error: false, fault: false, throttle: false })
  })

  test('tell of a throttle anywhere, one that only an exception names too', () => {
    const throttled = segment({ id: 'c', parent: 'a', at: [2, 7], error: true, throttle: true })
    const cause = exception('ProvisionedThroughputExceededException', 'too much')
    const call = tableCall({ id: 'b', at: [1, 8], error: true, fault: true, cause })
    expect(summaryOf(segment({ id: 'a', at: [0, 9] }), throttled)).toMatchObject({ ok: true, throttle: true })
    expect(summaryOf(segment({ id: 'a', at: [0, 9], subsegments: [call] }))).toMatchObject({ ok: true, throttle: true })
  })

  test('are not ok before the root has ended', () => {
    expect(summaryOf(segment({ id: 'a', at: [0] }))).toMatchObject({
      ok: false,
      partial: true,
      responseTime: undefined,
    })
  })
})

describe('the times of a trace', () => {
  test('run from the earliest start to the latest end of any segment; the response time is the root’s', () => {
    const root = segment({ id: 'a', at: [5, 20], subsegments: [tableCall({ id: 'b', at: [10, 30] })] })
    const before = segment({ id: 'c', parent: 'a', at: [0, 10] })
    expect(summaryOf(root, before)).toMatchObject({ root: 1, duration: 30_000, responseTime: 15_000, partial: false })
  })

  test('are those of what has ended while a segment is in progress', () => {
    const root = segment({ id: 'a', at: [0] })
    expect(summaryOf(root)).toMatchObject({ duration: 0, partial: true })
    expect(summaryOf(root, segment({ id: 'c', parent: 'a', at: [3, 8] }))).toMatchObject({
      duration: 8_000,
      partial: true,
      segments: [
        { partial: true, duration: undefined },
        { partial: false, duration: 5_000 },
      ],
    })
  })
})

test('a trace carries http, user, instance, zone and resource of the segments that named them', () => {
  const root = segment({
    id: 'a',
    at: [0, 9],
    user: 'ada',
    http: { request: { method: 'GET', url: 'http://shop.example/', client_ip: '10.1.2.3' }, response: { status: 302 } },
    subsegments: [tableCall({ id: 'b', at: [1, 2] })],
  })
  const callee = segment({
    id: 'c',
    parent: 'a',
    at: [3, 8],
    origin: 'AWS::EC2::Instance',
    aws: { ec2: { instance_id: 'i-1', availability_zone: 'eu-central-1a' } },
    resource_arn: 'arn:aws:ec2:eu-central-1:1:instance/i-1',
  })
  const summary = summaryOf(root, callee)
  expect(summary.http).toMatchObject({ method: 'GET', url: 'http://shop.example/', clientIp: '10.1.2.3', status: 302 })
  expect(summary.segments).toMatchObject([
    { user: 'ada', instanceId: undefined, http: { status: 302 } },
    { inferred: true, user: undefined, instanceId: undefined, http: undefined },
    {
      user: undefined,
      instanceId: 'i-1',
      availabilityZone: 'eu-central-1a',
      resourceArn: 'arn:aws:ec2:eu-central-1:1:instance/i-1',
    },
  ])
})

test('annotations of a segment and of all its subsegments name the segment, each key and value once', () => {
  const root = segment({
    id: 'a',
    at: [0, 9],
    annotations: { n: 1, s: 'x' },
    subsegments: [
      {
        ...tableCall({ id: 'b', at: [1, 2], annotations: { n: '1', s: 'x' } }),
        subsegments: [{ id: 'd', at: [1, 2], annotations: { s: 'y' } }],
      },
    ],
  })
  const late = subsegment({ id: 'e', parent: 'b', at: [2, 3], annotations: { late: true } })
  const callee = segment({ id: 'c', parent: 'a', at: [3, 8], annotations: { n: 1 } })
  expect(summaryOf(late, callee, root).annotations).toEqual([
    { segment: 0, key: 'n', value: 1 },
    { segment: 0, key: 's', value: 'x' },
    { segment: 0, key: 'n', value: '1' },
    { segment: 0, key: 's', value: 'y' },
    { segment: 0, key: 'late', value: true },
    { segment: 2, key: 'n', value: 1 },
  ])
})

describe('the edges of a trace', () => {
  // Few segments are looked through one by one, many are found in a map.
  test.each([3, 40])('begin at the segment that called, among %i callees too', (callees) => {
    const ids = Array.from({ length: callees }, (_, index) => (index + 1).toString(16))
    const calls = ids.map((id, index) => httpCall({ id: `c${id}`, at: [index + 1, index + 2] }))
    const called = ids.map((id, index) => segment({ id: `d${id}`, parent: `c${id}`, at: [index + 1, index + 2] }))
    const inferring = httpCall({ id: 'e', at: [1, 2], name: 'elsewhere.example' })
    const below = segment({ id: 'f', parent: 'd1', at: [1, 2], subsegments: [inferring] })
    const { segments, edges } = summaryOf(...called, below, segment({ id: 'a', at: [0, 100], subsegments: calls }))
    const to = new Map(edges.map((edge) => [edge.to, edge.from]))
    expect(edges).toHaveLength(callees + 3)
    expect([...to.values()].filter((from) => from === 0)).toHaveLength(callees)
    const inferred = segments.findIndex((one) => one.inferred)
    const caller = to.get(inferred) ?? -1
    expect(segments[caller]).toMatchObject({ inferred: false, root: false })
    expect(to.get(caller)).not.toBe(0)
  })
})
