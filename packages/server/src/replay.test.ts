import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { capturedDatagrams, moveBy, movedBack, secondsTo } from './fixtures/captures.ts'
import type { TestServer } from './fixtures/test-server.ts'
import { startTestServer } from './fixtures/test-server.ts'

// What ten real datagrams of two SDKs describe, written down by hand from their documents and segments.md section 7.

let server: TestServer
let moved = 0
beforeAll(async () => {
  server = await startTestServer()
  const datagrams = [...capturedDatagrams('node'), ...capturedDatagrams('python')]
  moved = secondsTo(Date.now() / 1000, datagrams)
  await server.send(...moveBy(datagrams, moved))
  await server.flush()
})
afterAll(() => server[Symbol.asyncDispose]())

async function ask(path: string, members: object): Promise<Record<string, unknown>> {
  const { status, body } = await server.post(path, members)
  expect(status).toBe(200)
  return movedBack(body, moved) as Record<string, unknown>
}

const hour = () => ({ StartTime: Date.now() / 1000 - 3600, EndTime: Date.now() / 1000 + 60 })

// Half a microsecond may round either way once the seconds before it have changed.
const about = (seconds: number) => expect.closeTo(seconds, 5)

const identity = (Name: string, Type: string) => ({ Name, Names: [Name], AccountId: '000000000000', Type })
const frontend = identity('Frontend', 'AWS::ECS::Container')
const catalog = identity('catalogservice', 'AWS::ECS::Container')
const recommender = identity('recommenderservice', 'AWS::ECS::Container')
const table = identity('ProductCatalog', 'AWS::DynamoDB::Table')
const local = identity('127.0.0.1', 'remote')
const product = 'http://127.0.0.1:8082/api/v1/product/'
const known = identity(`${product}6464865908071`, 'remote')
const unknown = identity(`${product}0000000000000`, 'remote')
const cart = identity('http://127.0.0.1:9/api/v1/cart/x', 'remote')

const cause = (service: object, path: readonly object[], Inferred = false) => ({
  ...service,
  EntityPath: path,
  Inferred,
})
const failed = (Name: string, Remote: boolean, ...Exceptions: readonly object[]) => ({ Name, Exceptions, Remote })
const slow = (Name: string, Remote: boolean, Coverage: number) => ({
  Name,
  Coverage: expect.closeTo(Coverage, 4),
  Remote,
})
const impacting = (...Services: readonly object[]) => [{ Services, ClientImpacting: true }]
const probe = { HttpMethod: 'GET', UserAgent: 'lab-probe/1.0', ClientIp: '127.0.0.1' }
const session = (service: object) => [{ AnnotationValue: { StringValue: 'sess-1' }, ServiceIds: [service] }]
const throughput =
  'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.'
const refusedByPython =
  "HTTPConnectionPool(host='127.0.0.1', port=9): Max retries exceeded with url: /api/v1/cart/x (Caused by NewConnectionError('<urllib3.connection.HTTPConnection object at 0x7ff32ed1e250>: Failed to establish a new connection: [Errno 111] Connection refused'))"

const plain = {
  HasFault: false,
  HasError: false,
  HasThrottle: false,
  IsPartial: false,
  Annotations: {},
  Users: [],
  ResourceARNs: [],
  InstanceIds: [],
  AvailabilityZones: [],
  FaultRootCauses: [],
  ErrorRootCauses: [],
  ResponseTimeRootCauses: [],
  Revision: 1,
}

const throttledOfNode = [
  cause(frontend, [failed('Frontend', false), failed('DynamoDB', true)]),
  cause(
    table,
    [failed('ProductCatalog', true, { Name: 'ProvisionedThroughputExceededException', Message: throughput })],
    true,
  ),
]
const throttledOfPython = [
  cause(catalog, [failed('catalogservice', false), failed('dynamodb', true)]),
  cause(
    table,
    [
      failed('ProductCatalog', true, {
        Name: 'ProvisionedThroughputExceededException',
        Message: `An error occurred (ProvisionedThroughputExceededException) when calling the GetItem operation (reached max retries: 9): ${throughput}`,
      }),
    ],
    true,
  ),
]

const summaries: Record<string, object> = {
  // Node 1 and 2: Frontend reads the table and calls catalogservice, which reads it too.
  '1-6b031b4e-41cf7f587be6b9c4ad1d06a3': {
    ...plain,
    StartTime: about(1795365709.674),
    Duration: about(0.066),
    ResponseTime: about(0.066),
    Http: { ...probe, HttpURL: 'http://127.0.0.1:8081/product/3377807835348', HttpStatus: 200 },
    Annotations: {
      UserID: session(frontend),
      ProductID: [{ AnnotationValue: { StringValue: '3377807835348' }, ServiceIds: [frontend] }],
    },
    // 127.0.0.1 is no service here: catalogservice answered for it.
    ServiceIds: [frontend, table, catalog],
    EntryPoint: frontend,
    Revision: 2,
    // Own times: the first read 22 of 66 ms, Frontend itself 17; the others less than a quarter (root-causes.md).
    ResponseTimeRootCauses: [
      ...impacting(
        cause(frontend, [slow('Frontend', false, 1), slow('DynamoDB', true, 22 / 66)]),
        cause(table, [slow('ProductCatalog', true, 22 / 66)], true),
      ),
      ...impacting(cause(frontend, [slow('Frontend', false, 1)])),
    ],
  },
  // Node 3: an uncaught TypeError.
  '1-6b031b4e-3f0a73d650631bfd5a546e79': {
    ...plain,
    HasFault: true,
    StartTime: about(1795365710.381),
    Duration: about(0.003),
    ResponseTime: about(0.003),
    Http: { ...probe, HttpURL: 'http://127.0.0.1:8081/boom', HttpStatus: 500 },
    Annotations: { UserID: session(frontend) },
    ServiceIds: [frontend],
    EntryPoint: frontend,
    FaultRootCauses: impacting(
      cause(frontend, [
        failed('Frontend', false, {
          Name: 'TypeError',
          Message: 'Cannot read properties of undefined (reading "offer")',
        }),
      ]),
    ),
    ResponseTimeRootCauses: impacting(cause(frontend, [slow('Frontend', false, 1)])),
  },
  // Node 4: the table throttled until the SDK gave up.
  '1-6b031b53-bb5c6498aa233ce278699379': {
    ...plain,
    HasFault: true,
    HasThrottle: true,
    StartTime: about(1795365715.071),
    Duration: about(2.173),
    ResponseTime: about(2.173),
    Http: { ...probe, HttpURL: 'http://127.0.0.1:8081/throttle', HttpStatus: 500 },
    Annotations: { UserID: session(frontend) },
    ServiceIds: [frontend, table],
    EntryPoint: frontend,
    FaultRootCauses: impacting(...throttledOfNode),
    ErrorRootCauses: impacting(...throttledOfNode),
    ResponseTimeRootCauses: impacting(
      cause(frontend, [slow('Frontend', false, 1), slow('DynamoDB', true, 2171 / 2173)]),
      cause(table, [slow('ProductCatalog', true, 2171 / 2173)], true),
    ),
  },
  // Node 5: the called service is down.
  '1-6b031b4f-7bdad6bc112bcceda558e77c': {
    ...plain,
    HasFault: true,
    StartTime: about(1795365711.337),
    Duration: about(0.005),
    ResponseTime: about(0.005),
    Http: { ...probe, HttpURL: 'http://127.0.0.1:8081/refused', HttpStatus: 500 },
    Annotations: { UserID: session(frontend) },
    ServiceIds: [frontend, local],
    EntryPoint: frontend,
    FaultRootCauses: impacting(
      cause(frontend, [failed('Frontend', false), failed('127.0.0.1', true)]),
      cause(local, [failed('127.0.0.1', true, { Name: 'Error', Message: 'connect ECONNREFUSED 127.0.0.1:9' })], true),
    ),
    // 1 of 5 ms: the call is no reason for the response time.
    ResponseTimeRootCauses: impacting(cause(frontend, [slow('Frontend', false, 1)])),
  },
  // Python 1 and 2: three calls, one answered by catalogservice's own segment, one with 404.
  '1-6b031bde-ba08b31ead1e377db80af78d': {
    ...plain,
    StartTime: about(1795365854.784578),
    Duration: about(0.098442),
    ResponseTime: about(0.098442),
    Http: { ...probe, HttpURL: 'http://127.0.0.1:8081/api/v1/recommender/3377807835348', HttpStatus: 200 },
    ServiceIds: [recommender, catalog, table, known, unknown],
    EntryPoint: recommender,
    Revision: 2,
    ErrorRootCauses: [
      {
        Services: [
          cause(recommender, [failed('recommenderservice', false), failed(unknown.Name, true)]),
          cause(unknown, [failed(unknown.Name, true)], true),
        ],
        ClientImpacting: false,
      },
    ],
    ResponseTimeRootCauses: impacting(
      cause(recommender, [
        slow('recommenderservice', false, 1),
        slow(`${product}3377807835348`, true, 0.056722 / 0.098442),
      ]),
      cause(catalog, [slow('catalogservice', false, 0.037978 / 0.098442), slow('dynamodb', true, 0.036901 / 0.098442)]),
      cause(table, [slow('ProductCatalog', true, 0.036901 / 0.098442)], true),
    ),
  },
  // Python 3: the called service is down.
  '1-6b031be3-db3e183e9ad11e670b362a25': {
    ...plain,
    HasFault: true,
    StartTime: about(1795365859.588661),
    Duration: about(0.039949),
    ResponseTime: about(0.039949),
    Http: { ...probe, HttpURL: 'http://127.0.0.1:8081/refused', HttpStatus: 500 },
    ServiceIds: [recommender, cart],
    EntryPoint: recommender,
    FaultRootCauses: impacting(
      cause(recommender, [failed('recommenderservice', false), failed(cart.Name, true)]),
      cause(cart, [failed(cart.Name, true, { Name: 'ConnectionError', Message: refusedByPython })], true),
    ),
    ResponseTimeRootCauses: impacting(cause(recommender, [slow('recommenderservice', false, 1)])),
  },
  // Python 4: throttled for 25 s; no throttle flag was sent, the exception's type says it. Its caller is not here.
  '1-6b031bec-d06ba2e7ddad060169bedd7c': {
    ...plain,
    HasFault: true,
    HasThrottle: true,
    StartTime: about(1795365868.248534),
    Duration: about(25.613982),
    ResponseTime: about(25.613982),
    Http: {
      HttpURL: `${product}3377807835348`,
      HttpStatus: 500,
      HttpMethod: 'GET',
      UserAgent: 'python-requests/2.28.1',
      ClientIp: '127.0.0.1',
    },
    ServiceIds: [catalog, table],
    EntryPoint: catalog,
    FaultRootCauses: impacting(...throttledOfPython),
    ErrorRootCauses: impacting(...throttledOfPython),
    ResponseTimeRootCauses: impacting(
      cause(catalog, [slow('catalogservice', false, 1), slow('dynamodb', true, 1)]),
      cause(table, [slow('ProductCatalog', true, 1)], true),
    ),
  },
  // Python 5: a streamed subsegment whose segment never came.
  '1-6b031bea-ed945cb686154d4e042d52cd': {
    ...plain,
    IsPartial: true,
    StartTime: about(1795365866.859638),
    Duration: about(0.006209),
    Http: {},
    ServiceIds: [table],
  },
}

describe('the summaries of the captured datagrams', () => {
  test('are those of eight traces', async () => {
    const { TraceSummaries, TracesProcessedCount, NextToken } = await ask('/TraceSummaries', hour())
    const found = TraceSummaries as { Id: string }[]
    expect(found.map(({ Id }) => Id).toSorted()).toEqual(Object.keys(summaries).toSorted())
    expect({ TracesProcessedCount, NextToken }).toEqual({ TracesProcessedCount: 8, NextToken: undefined })
  })

  test.each(Object.keys(summaries))('%s', async (id) => {
    const { TraceSummaries } = await ask('/TraceSummaries', hour())
    const found = (TraceSummaries as { Id: string }[]).find(({ Id }) => Id === id)
    expect(found).toEqual({ Id: id, ...summaries[id] })
  })
})

interface ServiceWire {
  readonly ReferenceId: number
  readonly Name: string
  readonly Type: string
  readonly Edges: readonly (StatisticsWire & { readonly ReferenceId: number; readonly Aliases: unknown })[]
}
interface StatisticsWire {
  readonly SummaryStatistics?: object
}

const statistics = (counts: { ok?: number; error?: number; throttle?: number; fault?: number }, seconds: number) => {
  const { ok = 0, error = 0, throttle = 0, fault = 0 } = counts
  return {
    OkCount: ok,
    ErrorStatistics: { ThrottleCount: throttle, OtherCount: error, TotalCount: throttle + error },
    FaultStatistics: { OtherCount: fault, TotalCount: fault },
    TotalCount: ok + error + throttle + fault,
    TotalResponseTime: about(seconds),
  }
}

/** Each service by name and type: its own statistics, and those of its calls by the name and type of the callee. */
function drawn(services: readonly ServiceWire[]): object {
  const names = new Map(services.map(({ ReferenceId, Name, Type }) => [ReferenceId, `${Name} ${Type}`]))
  expect(names.size).toBe(services.length)
  return Object.fromEntries(
    services.map(({ Name, Type, Edges, ReferenceId: _, ...rest }) => [
      `${Name} ${Type}`,
      {
        ...rest,
        Edges: Object.fromEntries(
          Edges.map(({ ReferenceId, ...edge }) => [names.get(ReferenceId) ?? `no service ${ReferenceId}`, edge]),
        ),
      },
    ]),
  )
}

const counted = (entries: readonly (readonly [value: number, count: number])[]) =>
  entries.map(([Value, Count]) => ({ Value, Count }))

const edge = (times: readonly [number, number], SummaryStatistics: object, ...values: [number, number][]) => ({
  StartTime: about(times[0]),
  EndTime: about(times[1]),
  SummaryStatistics,
  ResponseTimeHistogram: counted(values),
  Aliases: [],
})

const service = (
  name: string,
  times: readonly [number, number],
  summary: object,
  values: readonly [number, number][],
  Edges: object = {},
) => ({
  Names: [name],
  AccountId: '000000000000',
  StartTime: about(times[0]),
  EndTime: about(times[1]),
  SummaryStatistics: summary,
  DurationHistogram: counted(values),
  ResponseTimeHistogram: counted(values),
  Edges,
})

const clientOf = (name: string, times: readonly [number, number], Edges: object) => ({
  Names: [name],
  AccountId: '000000000000',
  State: 'unknown',
  StartTime: about(times[0]),
  EndTime: about(times[1]),
  Edges,
})

// Histogram values are the middles of the buckets that hold the durations (histogram.ts).
const frontendTimes = [1795365709.674, 1795365717.244] as const
const frontendValues: [number, number][] = [
  [0.00315, 1],
  [0.0049, 1],
  [0.065, 1],
  [2.1, 1],
]
const frontendStatistics = statistics({ ok: 1, fault: 3 }, 0.066 + 0.003 + 2.173 + 0.005)
const recommenderTimes = [1795365854.784578, 1795365859.62861] as const
const recommenderValues: [number, number][] = [
  [0.041, 1],
  [0.0955, 1],
]
const recommenderStatistics = statistics({ ok: 1, fault: 1 }, 0.098442 + 0.039949)

const map = {
  'Frontend client': clientOf('Frontend', frontendTimes, {
    'Frontend AWS::ECS::Container': edge(frontendTimes, frontendStatistics, ...frontendValues),
  }),
  'Frontend AWS::ECS::Container': {
    Root: true,
    State: 'active',
    ...service('Frontend', frontendTimes, frontendStatistics, frontendValues, {
      'ProductCatalog AWS::DynamoDB::Table': edge(
        [1795365709.685, 1795365717.243],
        statistics({ ok: 1, throttle: 1 }, 0.022 + 2.171),
        [0.023, 1],
        [2.1, 1],
      ),
      // The caller's numbers: 5 ms more than catalogservice's own.
      'catalogservice AWS::ECS::Container': edge(
        [1795365709.711, 1795365709.738],
        statistics({ ok: 1 }, 0.027),
        [0.0285, 1],
      ),
      '127.0.0.1 remote': edge([1795365711.338, 1795365711.339], statistics({ fault: 1 }, 0.001), [0.00105, 1]),
    }),
  },
  'catalogservice client': clientOf('catalogservice', [1795365868.248534, 1795365893.862516], {
    'catalogservice AWS::ECS::Container': edge(
      [1795365868.248534, 1795365893.862516],
      statistics({ fault: 1 }, 25.613982),
      [25.5, 1],
    ),
  }),
  'catalogservice AWS::ECS::Container': {
    Root: true,
    State: 'active',
    ...service(
      'catalogservice',
      [1795365709.715, 1795365893.862516],
      statistics({ ok: 2, fault: 1 }, 0.022 + 0.037978 + 25.613982),
      [
        [0.023, 1],
        [0.0375, 1],
        [25.5, 1],
      ],
      {
        'ProductCatalog AWS::DynamoDB::Table': edge(
          [1795365709.722, 1795365893.861947],
          statistics({ ok: 2, throttle: 1 }, 0.013 + 0.036901 + 25.613231),
          [0.014, 1],
          [0.0375, 1],
          [25.5, 1],
        ),
      },
    ),
  },
  'recommenderservice client': clientOf('recommenderservice', recommenderTimes, {
    'recommenderservice AWS::ECS::Container': edge(recommenderTimes, recommenderStatistics, ...recommenderValues),
  }),
  'recommenderservice AWS::ECS::Container': {
    Root: true,
    State: 'active',
    ...service('recommenderservice', recommenderTimes, recommenderStatistics, recommenderValues, {
      'catalogservice AWS::ECS::Container': edge(
        [1795365854.785434, 1795365854.842156],
        statistics({ ok: 1 }, 0.056722),
        [0.059, 1],
      ),
      [`${known.Name} remote`]: edge(
        [1795365854.84231, 1795365854.860665],
        statistics({ ok: 1 }, 0.018355),
        [0.019, 1],
      ),
      [`${unknown.Name} remote`]: edge(
        [1795365854.860825, 1795365854.882652],
        statistics({ error: 1 }, 0.021827),
        [0.021, 1],
      ),
      [`${cart.Name} remote`]: edge(
        [1795365859.588954, 1795365859.595565],
        statistics({ fault: 1 }, 0.006611),
        [0.0065, 1],
      ),
    }),
  },
  'ProductCatalog AWS::DynamoDB::Table': {
    State: 'unknown',
    // Six calls: one of them in the orphaned subsegment, whose caller is not known and draws no edge.
    ...service(
      'ProductCatalog',
      [1795365709.685, 1795365893.861947],
      statistics({ ok: 4, throttle: 2 }, 0.022 + 0.013 + 2.171 + 0.036901 + 25.613231 + 0.006209),
      [
        [0.0065, 1],
        [0.014, 1],
        [0.023, 1],
        [0.0375, 1],
        [2.1, 1],
        [25.5, 1],
      ],
    ),
  },
  '127.0.0.1 remote': {
    State: 'unknown',
    ...service('127.0.0.1', [1795365711.338, 1795365711.339], statistics({ fault: 1 }, 0.001), [[0.00105, 1]]),
  },
  [`${known.Name} remote`]: {
    State: 'unknown',
    ...service(known.Name, [1795365854.84231, 1795365854.860665], statistics({ ok: 1 }, 0.018355), [[0.019, 1]]),
  },
  [`${unknown.Name} remote`]: {
    State: 'unknown',
    ...service(unknown.Name, [1795365854.860825, 1795365854.882652], statistics({ error: 1 }, 0.021827), [[0.021, 1]]),
  },
  [`${cart.Name} remote`]: {
    State: 'unknown',
    ...service(cart.Name, [1795365859.588954, 1795365859.595565], statistics({ fault: 1 }, 0.006611), [[0.0065, 1]]),
  },
}

describe('the map of the captured datagrams', () => {
  test('has their services and calls with their numbers', async () => {
    const { Services, ContainsOldGroupVersions } = await ask('/ServiceGraph', hour())
    expect(drawn(Services as ServiceWire[])).toEqual(map)
    expect(ContainsOldGroupVersions).toBe(false)
  })

  test('is the same when it is made of the traces one by one', async () => {
    const { Services } = await ask('/TraceGraph', { TraceIds: Object.keys(summaries) })
    const { Services: ofWindow } = await ask('/ServiceGraph', hour())
    expect(drawn(Services as ServiceWire[])).toEqual(map)
    expect(Services).toEqual(ofWindow)
  })
})

interface TraceWire {
  readonly Id: string
  readonly Duration: number
  readonly LimitExceeded: boolean
  readonly Segments: readonly { readonly Id: string; readonly Document: string }[]
}

async function traceOf(id: string): Promise<TraceWire & { documents: Record<string, Record<string, unknown>> }> {
  const { Traces, UnprocessedTraceIds } = await ask('/Traces', { TraceIds: [id] })
  expect(UnprocessedTraceIds).toEqual([])
  const [trace] = Traces as TraceWire[]
  if (trace === undefined) throw new Error(`${id} is not in the answer`)
  const documents = Object.fromEntries(
    trace.Segments.map(({ Id, Document }) => [Id, movedBack(JSON.parse(Document), moved) as Record<string, unknown>]),
  )
  return { ...trace, documents }
}

describe('the documents of a captured trace', () => {
  test('are the sent segments whole and the inferred ones', async () => {
    const { Id, Duration, LimitExceeded, documents } = await traceOf('1-6b031b4e-41cf7f587be6b9c4ad1d06a3')
    expect({ Id, Duration, LimitExceeded }).toEqual({
      Id: '1-6b031b4e-41cf7f587be6b9c4ad1d06a3',
      Duration: about(0.066),
      LimitExceeded: false,
    })
    for (const [at, id] of ['66836fcb6298c9e1', '4e74cf51a6a6c3b0'].entries()) {
      const sent = JSON.parse(capturedDatagrams('node')[at]?.split('\n')[1] ?? '')
      expect(documents[id]).toEqual(sent)
    }
    const inferred = Object.values(documents).filter((document) => document.inferred === true)
    expect(Object.keys(documents)).toHaveLength(4)
    expect(inferred).toEqual([
      expect.objectContaining({
        name: 'DynamoDB',
        origin: 'AWS::DynamoDB::Table',
        parent_id: 'fd7a0c1332f2fb3d',
        trace_id: '1-6b031b4e-41cf7f587be6b9c4ad1d06a3',
        start_time: about(1795365709.685),
        end_time: about(1795365709.707),
        http: { response: { status: 200, content_length: 205 } },
      }),
      expect.objectContaining({ parent_id: 'c5d69a2d6d25378e', start_time: about(1795365709.722) }),
    ])
  })

  test('say of a throttled call that it is an error and no fault of the table', async () => {
    const { documents } = await traceOf('1-6b031b53-bb5c6498aa233ce278699379')
    const [inferred] = Object.values(documents).filter((document) => document.inferred === true)
    expect(inferred).toMatchObject({ error: true, throttle: true, parent_id: '122938bc9866a0f4' })
    expect(inferred).not.toHaveProperty('fault')
    expect(documents['883723e8876cd013']).toMatchObject({ fault: true })
  })
})
