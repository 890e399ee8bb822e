import type { Service, TraceSummary } from '@aws-sdk/client-xray'
import {
  BatchGetTracesCommand,
  GetServiceGraphCommand,
  GetTraceSummariesCommand,
  XRayClient,
} from '@aws-sdk/client-xray'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ListeningChild, startListening } from './fixtures/child.ts'
import { roentgen, type ServingRoentgen, serving } from './fixtures/roentgen.ts'
import { until } from './fixtures/until.ts'

// Express with aws-xray-sdk, DynamoDB (dynalite) and the AWS SDK are programs that know nothing of Roentgen:
// Frontend → catalogservice → ProductCatalog, each a process, driven over HTTP and read back over the X-Ray API.

const requests = [
  { path: '/product/p1', status: 200 },
  { path: '/product/p2', status: 200 },
  { path: '/product/p3', status: 200 },
  { path: '/boom', status: 500 },
  { path: '/missing', status: 404 },
  { path: '/slow', status: 504 },
] as const
// The first request of a process is decided before the rules have come: by the SDK's local rule, which takes one a second.
const firstRequest = { path: '/product/p1', status: 200 } as const

let server: ServingRoentgen
let table: ListeningChild
let catalog: ListeningChild
let frontend: ListeningChild
let xray: XRayClient
let summaries: TraceSummary[]
const start = new Date(Date.now() - 60_000)

beforeAll(async () => {
  ;[server, table] = await Promise.all([serving(), startListening('shop/table.js', {})])
  const shop = {
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${server.port}`,
    AWS_XRAY_DEBUG_MODE: 'TRUE',
    DYNAMODB_URL: `http://127.0.0.1:${table.port}`,
  }
  catalog = await startListening('shop/catalogservice.js', shop)
  frontend = await startListening('shop/frontend.js', { ...shop, CATALOG_PORT: String(catalog.port) })
  xray = new XRayClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  })

  await drive(firstRequest)
  await until(
    () => frontend.log.join('\n'),
    (log) => log.includes('Successfully refreshed centralized sampling rule cache.'),
  )
  for (const request of requests) await drive(request)
  const expected = requests.length + 1
  // Complete ones: a callee's segment may come before its caller's. The abandoned one comes 600 ms after its caller gave up.
  const complete = (found: readonly TraceSummary[]) =>
    found.length === expected &&
    found.every(({ EntryPoint: entry }) => entry?.Name === 'Frontend') &&
    found.filter((trace) => trace.ServiceIds?.some(({ Name: name }) => name === 'catalogservice')).length === 5
  summaries = await until(listTraces, complete)
}, 60_000)

afterAll(async () => {
  xray?.destroy()
  await Promise.all([frontend, catalog, table, server].map((child) => child?.[Symbol.asyncDispose]()))
})

describe('an Express app with aws-xray-sdk 3.12', () => {
  test('every request is a trace with its status, flags and services', () => {
    const seen = summaries.map((trace) => ({
      path: new URL(trace.Http?.HttpURL ?? '').pathname,
      status: trace.Http?.HttpStatus,
      fault: trace.HasFault,
      error: trace.HasError,
      services: [...new Set(trace.ServiceIds?.map(({ Name: name, Type: type }) => `${name} ${type}`))].sort(),
    }))
    const shop = ['Frontend AWS::ECS::Container', 'catalogservice AWS::ECS::Container']
    const all = [...shop, 'ProductCatalog AWS::DynamoDB::Table'].sort()
    const ok = { status: 200, fault: false, error: false, services: all }
    const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1)
    expect(seen.sort(byPath)).toEqual(
      [
        { path: '/product/p1', ...ok },
        { path: '/product/p1', ...ok },
        { path: '/product/p2', ...ok },
        { path: '/product/p3', ...ok },
        { path: '/boom', status: 500, fault: true, error: false, services: ['Frontend AWS::ECS::Container'] },
        { path: '/missing', status: 404, fault: false, error: true, services: ['Frontend AWS::ECS::Container'] },
        { path: '/slow', status: 504, fault: true, error: false, services: shop },
      ].sort(byPath),
    )
  })

  test('the annotation that the handler set is on its trace', () => {
    const annotated = summaries.filter((trace) => trace.Annotations?.ProductID)
    expect(annotated.map((trace) => trace.Annotations?.ProductID?.[0]?.AnnotationValue?.StringValue).sort()).toEqual([
      'p1',
      'p1',
      'p2',
      'p3',
    ])
  })

  test('the service map has exactly these nodes, edges and counts', async () => {
    await fetch(`${server.url}/api/flush`, { method: 'POST' })
    const { Services: services = [] } = await xray.send(
      new GetServiceGraphCommand({ StartTime: start, EndTime: new Date(Date.now() + 1000) }),
    )
    expect(nodesAndEdges(services)).toEqual({
      nodes: {
        'Frontend client': undefined,
        'Frontend AWS::ECS::Container': { total: 7, ok: 4, error: 1, fault: 2, throttle: 0 },
        'catalogservice AWS::ECS::Container': { total: 5, ok: 5, error: 0, fault: 0, throttle: 0 },
        'ProductCatalog AWS::DynamoDB::Table': { total: 8, ok: 8, error: 0, fault: 0, throttle: 0 },
      },
      edges: {
        'Frontend client → Frontend': { total: 7, ok: 4, error: 1, fault: 2, throttle: 0 },
        'Frontend → catalogservice': { total: 5, ok: 4, error: 0, fault: 1, throttle: 0 },
        'Frontend → ProductCatalog': { total: 4, ok: 4, error: 0, fault: 0, throttle: 0 },
        'catalogservice → ProductCatalog': { total: 4, ok: 4, error: 0, fault: 0, throttle: 0 },
      },
    })
    expect(services.filter(({ Root: root }) => root).map(({ Name: name }) => name)).toEqual(['Frontend'])
  })

  test('a trace is the documents that the SDKs sent, with the table as an inferred segment', async () => {
    const id = traceOf('/product/p2')
    const { Traces: traces } = await xray.send(new BatchGetTracesCommand({ TraceIds: [id] }))
    const documents = traces?.[0]?.Segments?.map(({ Document: text }) => JSON.parse(text ?? '')) ?? []
    const named = (name: string) => documents.filter((document) => document.name === name)
    expect(documents.map(({ name }) => name).sort()).toEqual(
      ['DynamoDB', 'DynamoDB', 'Frontend', 'catalogservice'].sort(),
    )
    const [root] = named('Frontend')
    expect(root.subsegments.map(({ name }: { name: string }) => name)).toEqual(['DynamoDB', 'catalogservice'])
    expect(named('catalogservice')[0].parent_id).toBe(root.subsegments[1].id)
    expect(named('DynamoDB').map(({ inferred, origin, aws }) => ({ inferred, origin, table: aws.table_name }))).toEqual(
      [
        { inferred: true, origin: 'AWS::DynamoDB::Table', table: 'ProductCatalog' },
        { inferred: true, origin: 'AWS::DynamoDB::Table', table: 'ProductCatalog' },
      ],
    )
  })

  test('roentgen trace draws its waterfall, each callee under its call', async () => {
    const { stdout, status } = await roentgen(['trace', traceOf('/product/p2'), '--url', server.url])
    expect(status).toBe(0)
    const [, , ...rows] = stdout.trimEnd().split('\n')
    expect(rows.map((row) => row.replace(/^( *\S+).*$/, '$1'))).toEqual([
      'Frontend',
      '  DynamoDB',
      '    DynamoDB',
      '  catalogservice',
      '    catalogservice',
      '      DynamoDB',
      '        DynamoDB',
    ])
  })

  test('the exception that made the fault is the root cause', () => {
    const boom = summaries.find((trace) => trace.Http?.HttpURL?.endsWith('/boom'))
    const [service] = boom?.FaultRootCauses?.[0]?.Services ?? []
    expect(service?.Name).toBe('Frontend')
    expect(service?.EntityPath?.at(-1)?.Exceptions).toEqual([{ Name: 'TypeError', Message: 'the offer is undefined' }])
  })

  test('the sampling rule is accepted: requests after the poll carry its name', async () => {
    const { Traces: traces } = await xray.send(new BatchGetTracesCommand({ TraceIds: [traceOf('/missing')] }))
    const [root] = traces?.[0]?.Segments?.map(({ Document: text }) => JSON.parse(text ?? '')) ?? []
    expect(root.aws.xray.rule_name).toBe('Default')
    expect(frontend.log.join('\n')).not.toMatch(/Failed to retrieve|not a valid/i)
  })

  test('and so are the targets, ten seconds later', async () => {
    const log = await until(
      () => frontend.log.join('\n'),
      (text) => text.includes('Successfully reported rule statistics to get new sampling quota.'),
      14_000,
    )
    expect(log).not.toContain('Failed to retrieve sampling targets')
  }, 20_000)
})

async function drive({ path, status }: { path: string; status: number }): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${frontend.port}${path}`)
  await response.text()
  if (response.status !== status) throw new Error(`${path} answered ${response.status}: ${frontend.log.join('\n')}`)
}

async function listTraces(): Promise<TraceSummary[]> {
  const { TraceSummaries: found = [] } = await xray.send(
    new GetTraceSummariesCommand({ StartTime: start, EndTime: new Date(Date.now() + 1000) }),
  )
  return found
}

function traceOf(path: string): string {
  const id = summaries.find((trace) => trace.Http?.HttpURL?.endsWith(path))?.Id
  if (id === undefined) throw new Error(`no trace of ${path}`)
  return id
}

function nodesAndEdges(services: readonly Service[]) {
  const nameOf = (service: Service) => (service.Type === 'client' ? `${service.Name} client` : service.Name)
  const byReference = new Map(services.map((service) => [service.ReferenceId, service]))
  return {
    nodes: Object.fromEntries(
      services.map((service) => [`${service.Name} ${service.Type}`, countsOf(service.SummaryStatistics)]),
    ),
    edges: Object.fromEntries(
      services.flatMap((service) =>
        (service.Edges ?? []).map((edge) => [
          `${nameOf(service)} → ${byReference.get(edge.ReferenceId)?.Name}`,
          countsOf(edge.SummaryStatistics),
        ]),
      ),
    ),
  }
}

function countsOf(statistics: Service['SummaryStatistics']) {
  return (
    statistics && {
      total: statistics.TotalCount,
      ok: statistics.OkCount,
      error: statistics.ErrorStatistics?.OtherCount,
      fault: statistics.FaultStatistics?.TotalCount,
      throttle: statistics.ErrorStatistics?.ThrottleCount,
    }
  )
}
