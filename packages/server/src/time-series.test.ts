import { GetTimeSeriesServiceStatisticsCommand } from '@aws-sdk/client-xray'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newSegmentId, newTraceId } from './fixtures/documents.ts'
import type { TestServer } from './fixtures/test-server.ts'
import { startTestServer } from './fixtures/test-server.ts'

/** The beginning of the hour before the last. */
const hour = Math.floor(Date.now() / 3_600_000 - 1) * 3600

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  const documents = [0, 10, 70, 3599].flatMap((second, i) => {
    const trace_id = newTraceId()
    const [id, call] = [newSegmentId(), newSegmentId()]
    const start_time = hour + second
    const common = { trace_id, start_time, end_time: start_time + 0.25 }
    const subsegments = [{ ...common, id: call, name: 'till', namespace: 'remote', end_time: start_time + 0.2 }]
    return [
      { ...common, id, name: 'shop', subsegments, ...(i === 1 && { fault: true }) },
      { ...common, id: newSegmentId(), name: 'till', parent_id: call, end_time: start_time + 0.1 },
    ]
  })
  await server.post('/TraceSegments', { TraceSegmentDocuments: documents.map((document) => JSON.stringify(document)) })
  await server.flush()
})
afterAll(() => server[Symbol.asyncDispose]())

const ask = (EntitySelectorExpression: string | undefined, Period: number) =>
  server.client.send(
    new GetTimeSeriesServiceStatisticsCommand({
      StartTime: new Date(hour * 1000),
      EndTime: new Date((hour + 3600) * 1000),
      Period,
      ...(EntitySelectorExpression !== undefined && { EntitySelectorExpression }),
    }),
  )

describe('GetTimeSeriesServiceStatistics', () => {
  test('gives what clients asked, by minute, as edge statistics', async () => {
    const { TimeSeriesServiceStatistics: buckets = [], ContainsOldGroupVersions } = await ask(undefined, 60)
    expect(ContainsOldGroupVersions).toBe(false)
    expect(buckets.map(({ Timestamp }) => (Timestamp?.getTime() ?? 0) / 1000 - hour)).toEqual([0, 60, 3540])
    expect(buckets[0]?.ServiceSummaryStatistics).toBeUndefined()
    expect(buckets[0]?.EdgeSummaryStatistics).toMatchObject({
      OkCount: 1,
      TotalCount: 2,
      FaultStatistics: { TotalCount: 1 },
      TotalResponseTime: 0.5,
    })
    expect(buckets[0]?.ResponseTimeHistogram).toEqual([{ Value: 0.255, Count: 2 }])
  })

  test.each([
    ['service("till")', 'ServiceSummaryStatistics', 0.4],
    ['id(name: "till", account.id: "000000000000")', 'ServiceSummaryStatistics', 0.4],
    ['edge("shop", "till")', 'EdgeSummaryStatistics', 0.8],
    ['edge(id(name: "shop", type: "client"), id(name: "shop"))', 'EdgeSummaryStatistics', 1],
  ] as const)('gives the %s its own requests as %s', async (selector, member, seconds) => {
    const { TimeSeriesServiceStatistics: buckets = [] } = await ask(selector, 3600)
    expect(buckets.map((bucket) => bucket[member]?.TotalCount)).toEqual([4])
    expect(buckets[0]?.[member]?.TotalResponseTime).toBeCloseTo(seconds, 9)
  })

  test.each([
    ['', 60, 'At position 1: The expression is empty'],
    ['service("till") { fault }', 60, 'At position 17:'],
    ['fault', 60, 'selects no service'],
    ['service("till")', 90, 'whole minutes'],
    ['service("till")', 0, 'whole minutes'],
  ])('refuses %j by %d s in words', async (selector, period, words) => {
    await expect(ask(selector, period)).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: expect.stringContaining(words),
    })
  })
})
