import {
  BatchGetTracesCommand,
  GetServiceGraphCommand,
  GetTraceGraphCommand,
  GetTraceSummariesCommand,
  PutTraceSegmentsCommand,
} from '@aws-sdk/client-xray'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newSegmentId, newTraceId, segment } from './fixtures/documents.ts'
import type { TestServer } from './fixtures/test-server.ts'
import { startTestServer } from './fixtures/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

async function put(...documents: readonly object[]): Promise<void> {
  const answer = await server.client.send(
    new PutTraceSegmentsCommand({ TraceSegmentDocuments: documents.map((document) => JSON.stringify(document)) }),
  )
  expect(answer.UnprocessedTraceSegments).toEqual([])
}

const traces = (...TraceIds: string[]) => server.client.send(new BatchGetTracesCommand({ TraceIds }))
const shop = { Name: 'shop', Names: ['shop'], AccountId: '000000000000', Type: '' }

describe('BatchGetTraces', () => {
  test('finds what was just acknowledged, before it is loaded', async () => {
    const document = segment()
    await put(document)
    const { Traces, UnprocessedTraceIds } = await traces(document.trace_id)
    expect(Traces?.[0]?.Segments?.map(({ Id }) => Id)).toEqual([document.id])
    expect(JSON.parse(Traces?.[0]?.Segments?.[0]?.Document ?? '')).toEqual(document)
    expect(UnprocessedTraceIds).toEqual([])
  })

  test('gives each document once while it is in a file and in the store', async () => {
    const document = segment()
    for (let round = 0; round < 10; round++) {
      await put(document)
      const { Traces } = await traces(document.trace_id)
      expect(Traces?.[0]?.Segments).toHaveLength(1)
    }
    await server.flush()
    expect((await traces(document.trace_id)).Traces?.[0]?.Segments).toHaveLength(1)
  })

  test('takes both spellings of an id, names what it does not know, and answers an id asked twice once', async () => {
    const document = segment()
    const w3c = document.trace_id.replaceAll('-', '').slice(1)
    const missing = newTraceId()
    await put({ ...document, trace_id: w3c })
    const answer = await traces(w3c.toUpperCase(), document.trace_id, missing, 'no-id-at-all')
    expect(answer.Traces?.map(({ Id }) => Id)).toEqual([document.trace_id])
    expect(answer.UnprocessedTraceIds).toEqual([missing, 'no-id-at-all'])
  })

  test('shows a trace in progress, and its completion in its place', async () => {
    const { end_time: _, ...document } = segment()
    await put({ ...document, in_progress: true })
    expect(JSON.parse((await traces(document.trace_id)).Traces?.[0]?.Segments?.[0]?.Document ?? '')).toMatchObject({
      in_progress: true,
    })
    await put({ ...document, end_time: document.start_time + 2 })
    await put({ ...document, in_progress: true })
    const { Traces } = await traces(document.trace_id)
    expect(Traces).toMatchObject([{ Duration: 2, Segments: [{ Id: document.id }] }])
  })
})

describe('GetTraceSummaries', () => {
  test('gives every field that the documents carry', async () => {
    const root = segment({
      user: 'ana',
      resource_arn: 'arn:aws:lambda:us-east-1:000000000000:function:shop',
      aws: { ec2: { instance_id: 'i-0b5a4678fc325bg98', availability_zone: 'us-west-2c' } },
      annotations: { paid: true, amount: 12.5, plan: 'gold' },
    })
    const child = segment({
      trace_id: root.trace_id,
      parent_id: root.id,
      name: 'stock',
      origin: 'AWS::EC2::Instance',
      user: 'ana',
      annotations: { plan: 'gold', amount: 3 },
      start_time: root.start_time + 0.1,
      end_time: root.end_time,
    })
    await put(root, child)
    await server.flush()
    const { TraceSummaries } = await server.client.send(
      new GetTraceSummariesCommand({ StartTime: new Date(Date.now() - 60_000), EndTime: new Date() }),
    )
    const stock = { ...shop, Name: 'stock', Names: ['stock'], Type: 'AWS::EC2::Instance' }
    expect(TraceSummaries?.find(({ Id }) => Id === root.trace_id)).toMatchObject({
      Users: [{ UserName: 'ana', ServiceIds: [shop, stock] }],
      Annotations: {
        paid: [{ AnnotationValue: { BooleanValue: true }, ServiceIds: [shop] }],
        amount: expect.arrayContaining([
          { AnnotationValue: { NumberValue: 12.5 }, ServiceIds: [shop] },
          { AnnotationValue: { NumberValue: 3 }, ServiceIds: [stock] },
        ]),
        plan: [{ AnnotationValue: { StringValue: 'gold' }, ServiceIds: [shop, stock] }],
      },
      ResourceARNs: [{ ARN: 'arn:aws:lambda:us-east-1:000000000000:function:shop' }],
      InstanceIds: [{ Id: 'i-0b5a4678fc325bg98' }],
      AvailabilityZones: [{ Name: 'us-west-2c' }],
      EntryPoint: shop,
      Revision: 2,
      Http: {},
    })
  })

  test('says when a trace matched, for the range type Event alone', async () => {
    const document = segment()
    await put(document)
    await server.flush()
    const start = document.start_time + 0.5
    const ask = async (TimeRangeType: string) => {
      const members = { StartTime: start, EndTime: document.end_time + 60, TimeRangeType }
      const { body } = await server.post('/TraceSummaries', members)
      const { TraceSummaries } = body as { TraceSummaries: { Id: string; MatchedEventTime?: number }[] }
      return TraceSummaries.find(({ Id }) => Id === document.trace_id)
    }
    expect(await ask('TraceId')).toBeUndefined()
    expect(await ask('Event')).toMatchObject({ MatchedEventTime: start })
    expect(await ask('Service')).not.toHaveProperty('MatchedEventTime')
  })

  test('gives the same subset for the same fixed rate, and less for a smaller one', async () => {
    await put(...Array.from({ length: 60 }, () => segment()))
    await server.flush()
    const ids = async (Value: number) => {
      const { TraceSummaries } = await server.client.send(
        new GetTraceSummariesCommand({
          StartTime: new Date(Date.now() - 60_000),
          EndTime: new Date(Date.now() + 1000),
          Sampling: true,
          SamplingStrategy: { Name: 'FixedRate', Value },
        }),
      )
      return new Set(TraceSummaries?.map(({ Id }) => Id))
    }
    const [all, half, again, none] = [await ids(1), await ids(0.5), await ids(0.5), await ids(0)]
    expect(half).toEqual(again)
    expect(half.size).toBeGreaterThan(5)
    expect(half.size).toBeLessThan(all.size)
    expect([...half].every((id) => all.has(id))).toBe(true)
    expect(none.size).toBe(0)
  })

  test('gives every trace once over its pages, while new ones come', async () => {
    const window = { StartTime: 86_400 * 4000, EndTime: 86_400 * 4000 + 60 }
    const inWindow = () => segment({ start_time: window.StartTime + 1, end_time: window.StartTime + 2 })
    const sent = Array.from({ length: 2300 }, inWindow)
    for (let at = 0; at < sent.length; at += 500) await put(...sent.slice(at, at + 500))
    await server.flush()
    const seen: string[] = []
    let NextToken: string | undefined
    let pages = 0
    do {
      const { body } = await server.post('/TraceSummaries', { ...window, ...(NextToken && { NextToken }) })
      const page = body as { TraceSummaries: { Id: string }[]; NextToken?: string }
      expect(page.TraceSummaries.length).toBeLessThanOrEqual(1000)
      seen.push(...page.TraceSummaries.map(({ Id }) => Id))
      NextToken = page.NextToken
      pages++
      await put(inWindow())
      await server.flush()
    } while (NextToken !== undefined)
    expect(pages).toBeGreaterThanOrEqual(3)
    expect(seen.toSorted()).toEqual(sent.map(({ trace_id }) => trace_id).toSorted())
  })

  test('refuses the token of another window', async () => {
    const window = { StartTime: 86_400 * 4000, EndTime: 86_400 * 4000 + 60 }
    const { body } = await server.post('/TraceSummaries', window)
    const { NextToken } = body as { NextToken: string }
    const answer = await server.post('/TraceSummaries', { ...window, EndTime: window.EndTime + 1, NextToken })
    expect(answer).toMatchObject({ status: 400, body: { __type: 'InvalidRequestException' } })
  })
})

describe('the graphs', () => {
  test('agree on the number of a service, whatever else they show', async () => {
    const call = newSegmentId()
    const caller = segment({
      name: 'till',
      subsegments: [{ id: call, name: 'stock', namespace: 'remote', start_time: 1, end_time: 2 }],
    })
    const { start_time, end_time, trace_id } = caller
    const calling = {
      ...caller,
      subsegments: [{ id: call, name: 'stock', namespace: 'remote', start_time, end_time }],
    }
    const callee = segment({ trace_id, parent_id: call, name: 'stock', start_time, end_time })
    await put(calling, callee)
    await server.flush()
    const ofTrace = await server.client.send(new GetTraceGraphCommand({ TraceIds: [trace_id] }))
    const ofWindow = await server.client.send(
      new GetServiceGraphCommand({
        StartTime: new Date(Date.now() - 60_000),
        EndTime: new Date(),
        GroupName: 'Default',
      }),
    )
    expect(ofTrace.Services?.map(({ Name, Type, Root, State }) => ({ Name, Type, Root, State }))).toEqual([
      { Name: 'stock', Type: '', Root: undefined, State: 'active' },
      { Name: 'till', Type: '', Root: true, State: 'active' },
      { Name: 'till', Type: 'client', Root: undefined, State: 'unknown' },
    ])
    const [stock, till, client] = ofTrace.Services ?? []
    expect(till?.Edges?.map(({ ReferenceId }) => ReferenceId)).toEqual([stock?.ReferenceId])
    expect(client?.Edges?.map(({ ReferenceId }) => ReferenceId)).toEqual([till?.ReferenceId])
    expect(client).not.toHaveProperty('SummaryStatistics')
    const numbers = new Map(ofWindow.Services?.map(({ Name, Type, ReferenceId }) => [`${Name} ${Type}`, ReferenceId]))
    for (const { Name, Type, ReferenceId } of ofTrace.Services ?? [])
      expect(numbers.get(`${Name} ${Type}`)).toBe(ReferenceId)
  })

  test('of traces that are not there are empty', async () => {
    expect((await server.client.send(new GetTraceGraphCommand({ TraceIds: [newTraceId()] }))).Services).toEqual([])
  })
})

test('verify finds nothing in all of this', async () => {
  const { status, text } = await server.request('/api/verify')
  expect({
    status,
    lines: text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  }).toEqual({
    status: 200,
    lines: [{ done: true, differences: 0 }],
  })
})
