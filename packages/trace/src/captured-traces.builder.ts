import type { Entity, HttpDigest } from './digest.ts'

/**
 * What the traces of `captures/` must come to, written by hand from the captured documents. Times are microseconds
 * within `second`. `sent` are the line numbers of the documents, in the order of their segments.
 */
export interface CapturedTrace {
  readonly sdk: 'node' | 'python'
  readonly what: string
  readonly traceId: string
  readonly second: number
  readonly sent: readonly number[]
  readonly summary: ExpectedSummary
  /** Inferred documents by their place among the compiled ones. */
  readonly inferred: { readonly [index: number]: object }
  readonly compiled: number
  readonly graph: { readonly nodes: readonly ExpectedNode[]; readonly edges: readonly ExpectedGraphEdge[] }
}
type Named = 'ok' | 'error' | 'fault' | 'throttle'
export interface ExpectedSummary {
  readonly flags: readonly Named[]
  readonly span: readonly [start: number, end: number]
  readonly responseTime: number | undefined
  readonly partial?: true
  readonly root: number
  readonly segments: readonly ExpectedSegment[]
  readonly edges: readonly ExpectedEdge[]
  readonly annotations: readonly (readonly [segment: number, key: string, value: string])[]
  /** `kind: service[entity! …] > inferred*[entity=coverage]`, `!` remote, `{exception}`; as in docs/reference/root-causes.md. */
  readonly causes: readonly string[]
}
export interface ExpectedSegment {
  readonly entity: Entity
  readonly is?: 'root' | 'inferred'
  readonly flags: readonly Named[]
  readonly start: number
  readonly duration: number
  readonly http: HttpDigest
}
export interface ExpectedEdge {
  readonly ends: readonly [from: number, to: number]
  readonly flags: readonly Named[]
  readonly start: number
  readonly duration: number
  readonly http: HttpDigest
}
export interface ExpectedNode {
  readonly entity: Entity
  readonly is: 'root' | 'active' | 'inferred'
  readonly counts: { readonly [state in Named]?: number }
  readonly totalTime: number
  readonly span: readonly [start: number, end: number]
  readonly histogram: readonly (readonly [bucket: number, count: number])[]
}
export interface ExpectedGraphEdge extends Omit<ExpectedNode, 'entity' | 'is'> {
  readonly from: Entity | undefined
  readonly to: Entity
}

const ecs = (name: string): Entity => ({ name, type: 'AWS::ECS::Container', account: '000000000000' })
const remote = (name: string): Entity => ({ name, type: 'remote', account: '000000000000' })
const table: Entity = { name: 'ProductCatalog', type: 'AWS::DynamoDB::Table', account: '000000000000' }
const frontend = ecs('Frontend')
const catalog = ecs('catalogservice')
const recommender = ecs('recommenderservice')

function http(method?: string, url?: string, status?: number, userAgent?: string): HttpDigest {
  return { method, url, status, userAgent, clientIp: userAgent === undefined ? undefined : '127.0.0.1' }
}
const status200 = http(undefined, undefined, 200)
const status400 = http(undefined, undefined, 400)
const probe = (path: string, status: number) => http('GET', `http://127.0.0.1:8081/${path}`, status, 'lab-probe/1.0')

const tooMuch =
  'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.'
const throttledByNode = `{ProvisionedThroughputExceededException: ${tooMuch}}`
const throttledByPython = `{ProvisionedThroughputExceededException: An error occurred (ProvisionedThroughputExceededException) when calling the GetItem operation (reached max retries: 9): ${tooMuch}}`
const offer = 'Cannot read properties of undefined (reading "offer")'
const refusedByPython =
  "HTTPConnectionPool(host='127.0.0.1', port=9): Max retries exceeded with url: /api/v1/cart/x (Caused by NewConnectionError('<urllib3.connection.HTTPConnection object at 0x7ff32ed1e250>: Failed to establish a new connection: [Errno 111] Connection refused'))"

const dynamo = { region: 'us-west-2', operation: 'GetItem', table_name: 'ProductCatalog' }
const consumed = { retries: 1, consumed_capacity: { TableName: 'ProductCatalog', CapacityUnits: 0.5 } }
const products = 'http://127.0.0.1:8082/api/v1/product'
const cart = 'http://127.0.0.1:9/api/v1/cart/x'

export const capturedTraces: readonly CapturedTrace[] = [
  {
    sdk: 'node',
    what: 'a call to another service, each with a read of the same table',
    traceId: '1-6b031b4e-41cf7f587be6b9c4ad1d06a3',
    second: 1795365709,
    sent: [1, 2],
    summary: {
      flags: ['ok'],
      span: [674_000, 740_000],
      responseTime: 66_000,
      root: 0,
      segments: [
        {
          entity: frontend,
          is: 'root',
          flags: ['ok'],
          start: 674_000,
          duration: 66_000,
          http: probe('product/3377807835348', 200),
        },
        { entity: table, is: 'inferred', flags: ['ok'], start: 685_000, duration: 22_000, http: status200 },
        {
          entity: catalog,
          flags: ['ok'],
          start: 715_000,
          duration: 22_000,
          http: http('GET', `${products}/3377807835348`, 200, 'axios/1.21.1'),
        },
        { entity: table, is: 'inferred', flags: ['ok'], start: 722_000, duration: 13_000, http: status200 },
      ],
      edges: [
        { ends: [-1, 0], flags: ['ok'], start: 674_000, duration: 66_000, http: probe('product/3377807835348', 200) },
        { ends: [0, 1], flags: ['ok'], start: 685_000, duration: 22_000, http: status200 },
        {
          ends: [0, 2],
          flags: ['ok'],
          start: 711_000,
          duration: 27_000,
          http: http('GET', 'http://127.0.0.1/api/v1/product/3377807835348', 200),
        },
        { ends: [2, 3], flags: ['ok'], start: 722_000, duration: 13_000, http: status200 },
      ],
      annotations: [
        [0, 'UserID', 'sess-1'],
        [0, 'ProductID', '3377807835348'],
      ],
      // Of 66 ms the first read took 22, Frontend itself 17, the second read 13: a quarter is 16.5.
      causes: [
        'responsetime: Frontend[Frontend=1 DynamoDB!=0.3333] > ProductCatalog*[ProductCatalog!=0.3333]',
        'responsetime: Frontend[Frontend=1]',
      ],
    },
    compiled: 4,
    inferred: {
      1: {
        name: 'DynamoDB',
        parent_id: 'fd7a0c1332f2fb3d',
        start_time: 1795365709.685,
        end_time: 1795365709.707,
        http: { response: { status: 200, content_length: 205 } },
        aws: { ...dynamo, ...consumed, request_id: 'C02XM4PCGYGY9ZEWMEKCGV9DHE7WACQUIC4MMBWEX8EGXMISRM5V' },
        origin: 'AWS::DynamoDB::Table',
      },
      3: {
        name: 'DynamoDB',
        parent_id: 'c5d69a2d6d25378e',
        start_time: 1795365709.722,
        end_time: 1795365709.735,
        http: { response: { status: 200, content_length: 205 } },
        aws: { ...dynamo, ...consumed, request_id: 'MVQDBKGZFQXIAMR7LKXX803IMY1TFT6NLZXUB0LAOZDWDVYYXSVK' },
        origin: 'AWS::DynamoDB::Table',
      },
    },
    graph: {
      nodes: [
        {
          entity: frontend,
          is: 'root',
          counts: { ok: 1 },
          totalTime: 66_000,
          span: [674_000, 740_000],
          histogram: [[62_000, 1]],
        },
        {
          entity: table,
          is: 'inferred',
          counts: { ok: 2 },
          totalTime: 35_000,
          span: [685_000, 735_000],
          histogram: [
            [13_000, 1],
            [22_000, 1],
          ],
        },
        {
          entity: catalog,
          is: 'active',
          counts: { ok: 1 },
          totalTime: 22_000,
          span: [715_000, 737_000],
          histogram: [[22_000, 1]],
        },
      ],
      edges: [
        {
          from: undefined,
          to: frontend,
          counts: { ok: 1 },
          totalTime: 66_000,
          span: [674_000, 740_000],
          histogram: [[62_000, 1]],
        },
        {
          from: frontend,
          to: table,
          counts: { ok: 1 },
          totalTime: 22_000,
          span: [685_000, 707_000],
          histogram: [[22_000, 1]],
        },
        {
          from: frontend,
          to: catalog,
          counts: { ok: 1 },
          totalTime: 27_000,
          span: [711_000, 738_000],
          histogram: [[27_000, 1]],
        },
        {
          from: catalog,
          to: table,
          counts: { ok: 1 },
          totalTime: 13_000,
          span: [722_000, 735_000],
          histogram: [[13_000, 1]],
        },
      ],
    },
  },
  {
    sdk: 'node',
    what: 'an uncaught TypeError',
    traceId: '1-6b031b4e-3f0a73d650631bfd5a546e79',
    second: 1795365710,
    sent: [3],
    summary: {
      flags: ['fault'],
      span: [381_000, 384_000],
      responseTime: 3_000,
      root: 0,
      segments: [
        { entity: frontend, is: 'root', flags: ['fault'], start: 381_000, duration: 3_000, http: probe('boom', 500) },
      ],
      edges: [{ ends: [-1, 0], flags: ['fault'], start: 381_000, duration: 3_000, http: probe('boom', 500) }],
      annotations: [[0, 'UserID', 'sess-1']],
      causes: [`fault: Frontend[Frontend{TypeError: ${offer}}]`, 'responsetime: Frontend[Frontend=1]'],
    },
    compiled: 1,
    inferred: {},
    graph: {
      nodes: [
        {
          entity: frontend,
          is: 'root',
          counts: { fault: 1 },
          totalTime: 3_000,
          span: [381_000, 384_000],
          histogram: [[3_000, 1]],
        },
      ],
      edges: [
        {
          from: undefined,
          to: frontend,
          counts: { fault: 1 },
          totalTime: 3_000,
          span: [381_000, 384_000],
          histogram: [[3_000, 1]],
        },
      ],
    },
  },
  {
    sdk: 'node',
    what: 'a table that throttled until the SDK gave up: a throttle of the table, a fault of the service',
    traceId: '1-6b031b53-bb5c6498aa233ce278699379',
    second: 1795365715,
    sent: [4],
    summary: {
      flags: ['fault', 'throttle'],
      span: [71_000, 2_244_000],
      responseTime: 2_173_000,
      root: 0,
      segments: [
        {
          entity: frontend,
          is: 'root',
          flags: ['fault'],
          start: 71_000,
          duration: 2_173_000,
          http: probe('throttle', 500),
        },
        {
          entity: table,
          is: 'inferred',
          flags: ['error', 'throttle'],
          start: 72_000,
          duration: 2_171_000,
          http: status400,
        },
      ],
      edges: [
        { ends: [-1, 0], flags: ['fault'], start: 71_000, duration: 2_173_000, http: probe('throttle', 500) },
        { ends: [0, 1], flags: ['error', 'throttle'], start: 72_000, duration: 2_171_000, http: status400 },
      ],
      annotations: [[0, 'UserID', 'sess-1']],
      causes: [
        `fault: Frontend[Frontend DynamoDB!] > ProductCatalog*[ProductCatalog!${throttledByNode}]`,
        `error: Frontend[Frontend DynamoDB!] > ProductCatalog*[ProductCatalog!${throttledByNode}]`,
        'responsetime: Frontend[Frontend=1 DynamoDB!=0.9991] > ProductCatalog*[ProductCatalog!=0.9991]',
      ],
    },
    compiled: 2,
    inferred: {
      1: {
        name: 'DynamoDB',
        parent_id: '122938bc9866a0f4',
        start_time: 1795365715.072,
        end_time: 1795365717.243,
        http: { response: { status: 400 } },
        aws: { ...dynamo, retries: 4, request_id: '38E11FD251E84FDAA261CE3B89B0F2D9VV4KQNSO5AEMVJF66Q9ASUAAJG' },
        origin: 'AWS::DynamoDB::Table',
        error: true,
        throttle: true,
      },
    },
    graph: {
      nodes: [
        {
          entity: frontend,
          is: 'root',
          counts: { fault: 1 },
          totalTime: 2_173_000,
          span: [71_000, 2_244_000],
          histogram: [[2_000_000, 1]],
        },
        {
          entity: table,
          is: 'inferred',
          counts: { throttle: 1 },
          totalTime: 2_171_000,
          span: [72_000, 2_243_000],
          histogram: [[2_000_000, 1]],
        },
      ],
      edges: [
        {
          from: undefined,
          to: frontend,
          counts: { fault: 1 },
          totalTime: 2_173_000,
          span: [71_000, 2_244_000],
          histogram: [[2_000_000, 1]],
        },
        {
          from: frontend,
          to: table,
          counts: { throttle: 1 },
          totalTime: 2_171_000,
          span: [72_000, 2_243_000],
          histogram: [[2_000_000, 1]],
        },
      ],
    },
  },
  {
    sdk: 'node',
    what: 'a service that is down: a fault of the remote too, since no status came back',
    traceId: '1-6b031b4f-7bdad6bc112bcceda558e77c',
    second: 1795365711,
    sent: [5],
    summary: {
      flags: ['fault'],
      span: [337_000, 342_000],
      responseTime: 5_000,
      root: 0,
      segments: [
        {
          entity: frontend,
          is: 'root',
          flags: ['fault'],
          start: 337_000,
          duration: 5_000,
          http: probe('refused', 500),
        },
        {
          entity: remote('127.0.0.1'),
          is: 'inferred',
          flags: ['fault'],
          start: 338_000,
          duration: 1_000,
          http: http('GET', 'http://127.0.0.1/api/v1/cart/x'),
        },
      ],
      edges: [
        { ends: [-1, 0], flags: ['fault'], start: 337_000, duration: 5_000, http: probe('refused', 500) },
        {
          ends: [0, 1],
          flags: ['fault'],
          start: 338_000,
          duration: 1_000,
          http: http('GET', 'http://127.0.0.1/api/v1/cart/x'),
        },
      ],
      annotations: [[0, 'UserID', 'sess-1']],
      causes: [
        'fault: Frontend[Frontend 127.0.0.1!] > 127.0.0.1*[127.0.0.1!{Error: connect ECONNREFUSED 127.0.0.1:9}]',
        'responsetime: Frontend[Frontend=1]',
      ],
    },
    compiled: 2,
    inferred: {
      1: {
        name: '127.0.0.1',
        parent_id: '2a9eaa452b0c8a5d',
        start_time: 1795365711.338,
        end_time: 1795365711.339,
        http: { request: { url: 'http://127.0.0.1/api/v1/cart/x', method: 'GET' } },
        fault: true,
      },
    },
    graph: {
      nodes: [
        {
          entity: remote('127.0.0.1'),
          is: 'inferred',
          counts: { fault: 1 },
          totalTime: 1_000,
          span: [338_000, 339_000],
          histogram: [[1_000, 1]],
        },
        {
          entity: frontend,
          is: 'root',
          counts: { fault: 1 },
          totalTime: 5_000,
          span: [337_000, 342_000],
          histogram: [[4_700, 1]],
        },
      ],
      edges: [
        {
          from: undefined,
          to: frontend,
          counts: { fault: 1 },
          totalTime: 5_000,
          span: [337_000, 342_000],
          histogram: [[4_700, 1]],
        },
        {
          from: frontend,
          to: remote('127.0.0.1'),
          counts: { fault: 1 },
          totalTime: 1_000,
          span: [338_000, 339_000],
          histogram: [[1_000, 1]],
        },
      ],
    },
  },
  {
    sdk: 'python',
    what: 'three calls, one answered by a traced service, one with 404 and handled',
    traceId: '1-6b031bde-ba08b31ead1e377db80af78d',
    second: 1795365854,
    sent: [1, 2],
    summary: {
      flags: ['ok'],
      span: [784_578, 883_020],
      responseTime: 98_442,
      root: 0,
      segments: [
        {
          entity: recommender,
          is: 'root',
          flags: ['ok'],
          start: 784_578,
          duration: 98_442,
          http: probe('api/v1/recommender/3377807835348', 200),
        },
        {
          entity: catalog,
          flags: ['ok'],
          start: 790_566,
          duration: 37_978,
          http: http('GET', `${products}/3377807835348`, 200, 'python-requests/2.28.1'),
        },
        { entity: table, is: 'inferred', flags: ['ok'], start: 791_250, duration: 36_902, http: status200 },
        {
          entity: remote(`${products}/6464865908071`),
          is: 'inferred',
          flags: ['ok'],
          start: 842_310,
          duration: 18_355,
          http: http('GET', `${products}/6464865908071`, 200),
        },
        {
          entity: remote(`${products}/0000000000000`),
          is: 'inferred',
          flags: ['error'],
          start: 860_825,
          duration: 21_827,
          http: http('GET', `${products}/0000000000000`, 404),
        },
      ],
      edges: [
        {
          ends: [-1, 0],
          flags: ['ok'],
          start: 784_578,
          duration: 98_442,
          http: probe('api/v1/recommender/3377807835348', 200),
        },
        {
          ends: [0, 1],
          flags: ['ok'],
          start: 785_434,
          duration: 56_722,
          http: http('GET', `${products}/3377807835348`, 200),
        },
        { ends: [1, 2], flags: ['ok'], start: 791_250, duration: 36_902, http: status200 },
        {
          ends: [0, 3],
          flags: ['ok'],
          start: 842_310,
          duration: 18_355,
          http: http('GET', `${products}/6464865908071`, 200),
        },
        {
          ends: [0, 4],
          flags: ['error'],
          start: 860_825,
          duration: 21_827,
          http: http('GET', `${products}/0000000000000`, 404),
        },
      ],
      annotations: [],
      causes: [
        `error: recommenderservice[recommenderservice ${products}/0000000000000!] > ${products}/0000000000000*[${products}/0000000000000!] (handled)`,
        // 56,722 and 37,978 and 36,902 of 98,442 µs; nothing else took a quarter itself.
        `responsetime: recommenderservice[recommenderservice=1 ${products}/3377807835348!=0.5762] > catalogservice[catalogservice=0.3858 dynamodb!=0.3749] > ProductCatalog*[ProductCatalog!=0.3749]`,
      ],
    },
    compiled: 5,
    inferred: {
      2: {
        name: 'dynamodb',
        parent_id: '208b900a23f3e26e',
        start_time: 1795365854.7912505,
        end_time: 1795365854.8281517,
        http: { response: { status: 200 } },
        aws: { ...dynamo, request_id: 'LJ4TEUJA3IFMN560IBZUPR5WVGQJZT2IZCNVHYNG29PMETQ0INSB' },
        origin: 'AWS::DynamoDB::Table',
      },
      3: {
        name: `${products}/6464865908071`,
        parent_id: '34ecec2d223a9925',
        start_time: 1795365854.8423104,
        end_time: 1795365854.8606648,
        http: { request: { method: 'GET', url: `${products}/6464865908071` }, response: { status: 200 } },
      },
      4: {
        name: `${products}/0000000000000`,
        parent_id: 'aff157561dc03ca3',
        start_time: 1795365854.860825,
        end_time: 1795365854.882652,
        http: { request: { method: 'GET', url: `${products}/0000000000000` }, response: { status: 404 } },
        error: true,
      },
    },
    graph: {
      nodes: [
        {
          entity: table,
          is: 'inferred',
          counts: { ok: 1 },
          totalTime: 36_902,
          span: [791_250, 828_152],
          histogram: [[36_000, 1]],
        },
        {
          entity: catalog,
          is: 'active',
          counts: { ok: 1 },
          totalTime: 37_978,
          span: [790_566, 828_544],
          histogram: [[36_000, 1]],
        },
        {
          entity: remote(`${products}/0000000000000`),
          is: 'inferred',
          counts: { error: 1 },
          totalTime: 21_827,
          span: [860_825, 882_652],
          histogram: [[20_000, 1]],
        },
        {
          entity: remote(`${products}/6464865908071`),
          is: 'inferred',
          counts: { ok: 1 },
          totalTime: 18_355,
          span: [842_310, 860_665],
          histogram: [[18_000, 1]],
        },
        {
          entity: recommender,
          is: 'root',
          counts: { ok: 1 },
          totalTime: 98_442,
          span: [784_578, 883_020],
          histogram: [[91_000, 1]],
        },
      ],
      edges: [
        {
          from: undefined,
          to: recommender,
          counts: { ok: 1 },
          totalTime: 98_442,
          span: [784_578, 883_020],
          histogram: [[91_000, 1]],
        },
        {
          from: catalog,
          to: table,
          counts: { ok: 1 },
          totalTime: 36_902,
          span: [791_250, 828_152],
          histogram: [[36_000, 1]],
        },
        {
          from: recommender,
          to: catalog,
          counts: { ok: 1 },
          totalTime: 56_722,
          span: [785_434, 842_156],
          histogram: [[56_000, 1]],
        },
        {
          from: recommender,
          to: remote(`${products}/0000000000000`),
          counts: { error: 1 },
          totalTime: 21_827,
          span: [860_825, 882_652],
          histogram: [[20_000, 1]],
        },
        {
          from: recommender,
          to: remote(`${products}/6464865908071`),
          counts: { ok: 1 },
          totalTime: 18_355,
          span: [842_310, 860_665],
          histogram: [[18_000, 1]],
        },
      ],
    },
  },
  {
    sdk: 'python',
    what: 'a service that is down',
    traceId: '1-6b031be3-db3e183e9ad11e670b362a25',
    second: 1795365859,
    sent: [3],
    summary: {
      flags: ['fault'],
      span: [588_661, 628_610],
      responseTime: 39_949,
      root: 0,
      segments: [
        {
          entity: recommender,
          is: 'root',
          flags: ['fault'],
          start: 588_661,
          duration: 39_949,
          http: probe('refused', 500),
        },
        {
          entity: remote(cart),
          is: 'inferred',
          flags: ['fault'],
          start: 588_954,
          duration: 6_611,
          http: http('get', cart),
        },
      ],
      edges: [
        { ends: [-1, 0], flags: ['fault'], start: 588_661, duration: 39_949, http: probe('refused', 500) },
        { ends: [0, 1], flags: ['fault'], start: 588_954, duration: 6_611, http: http('get', cart) },
      ],
      annotations: [],
      causes: [
        `fault: recommenderservice[recommenderservice ${cart}!] > ${cart}*[${cart}!{ConnectionError: ${refusedByPython}}]`,
        'responsetime: recommenderservice[recommenderservice=1]',
      ],
    },
    compiled: 2,
    inferred: {
      1: {
        name: cart,
        parent_id: '6c793428d2adbe69',
        start_time: 1795365859.5889542,
        end_time: 1795365859.5955648,
        http: { request: { method: 'get', url: cart } },
        fault: true,
      },
    },
    graph: {
      nodes: [
        {
          entity: remote(cart),
          is: 'inferred',
          counts: { fault: 1 },
          totalTime: 6_611,
          span: [588_954, 595_565],
          histogram: [[6_200, 1]],
        },
        {
          entity: recommender,
          is: 'root',
          counts: { fault: 1 },
          totalTime: 39_949,
          span: [588_661, 628_610],
          histogram: [[39_000, 1]],
        },
      ],
      edges: [
        {
          from: undefined,
          to: recommender,
          counts: { fault: 1 },
          totalTime: 39_949,
          span: [588_661, 628_610],
          histogram: [[39_000, 1]],
        },
        {
          from: recommender,
          to: remote(cart),
          counts: { fault: 1 },
          totalTime: 6_611,
          span: [588_954, 595_565],
          histogram: [[6_200, 1]],
        },
      ],
    },
  },
  {
    sdk: 'python',
    what: 'a throttled table that no flag tells of, in a service whose caller is not here',
    traceId: '1-6b031bec-d06ba2e7ddad060169bedd7c',
    second: 1795365868,
    sent: [4],
    summary: {
      flags: ['fault', 'throttle'],
      span: [248_534, 25_862_516],
      responseTime: 25_613_982,
      root: 0,
      segments: [
        {
          entity: catalog,
          is: 'root',
          flags: ['fault'],
          start: 248_534,
          duration: 25_613_982,
          http: http('GET', `${products}/3377807835348`, 500, 'python-requests/2.28.1'),
        },
        {
          entity: table,
          is: 'inferred',
          flags: ['error', 'throttle'],
          start: 248_716,
          duration: 25_613_231,
          http: status400,
        },
      ],
      edges: [
        {
          ends: [-1, 0],
          flags: ['fault'],
          start: 248_534,
          duration: 25_613_982,
          http: http('GET', `${products}/3377807835348`, 500, 'python-requests/2.28.1'),
        },
        { ends: [0, 1], flags: ['error', 'throttle'], start: 248_716, duration: 25_613_231, http: status400 },
      ],
      annotations: [],
      causes: [
        `fault: catalogservice[catalogservice dynamodb!] > ProductCatalog*[ProductCatalog!${throttledByPython}]`,
        `error: catalogservice[catalogservice dynamodb!] > ProductCatalog*[ProductCatalog!${throttledByPython}]`,
        'responsetime: catalogservice[catalogservice=1 dynamodb!=1] > ProductCatalog*[ProductCatalog!=1]',
      ],
    },
    compiled: 2,
    inferred: {
      1: {
        name: 'dynamodb',
        parent_id: '1780faed43fda616',
        start_time: 1795365868.2487164,
        end_time: 1795365893.8619466,
        http: { response: { status: 400 } },
        aws: { ...dynamo, request_id: '784255807E2B4B4FB691EA56D78C150AVV4KQNSO5AEMVJF66Q9ASUAAJG' },
        origin: 'AWS::DynamoDB::Table',
        error: true,
        throttle: true,
      },
    },
    graph: {
      nodes: [
        {
          entity: table,
          is: 'inferred',
          counts: { throttle: 1 },
          totalTime: 25_613_231,
          span: [248_716, 25_861_947],
          histogram: [[24_000_000, 1]],
        },
        {
          entity: catalog,
          is: 'root',
          counts: { fault: 1 },
          totalTime: 25_613_982,
          span: [248_534, 25_862_516],
          histogram: [[24_000_000, 1]],
        },
      ],
      edges: [
        {
          from: undefined,
          to: catalog,
          counts: { fault: 1 },
          totalTime: 25_613_982,
          span: [248_534, 25_862_516],
          histogram: [[24_000_000, 1]],
        },
        {
          from: catalog,
          to: table,
          counts: { throttle: 1 },
          totalTime: 25_613_231,
          span: [248_716, 25_861_947],
          histogram: [[24_000_000, 1]],
        },
      ],
    },
  },
  {
    sdk: 'python',
    what: 'a streamed subsegment whose segment is not here',
    traceId: '1-6b031bea-ed945cb686154d4e042d52cd',
    second: 1795365866,
    sent: [5],
    summary: {
      flags: [],
      span: [859_638, 865_847],
      responseTime: undefined,
      partial: true,
      root: -1,
      segments: [{ entity: table, is: 'inferred', flags: ['ok'], start: 859_638, duration: 6_209, http: status200 }],
      edges: [],
      annotations: [],
      causes: [],
    },
    compiled: 2,
    inferred: {
      0: {
        name: 'dynamodb',
        parent_id: '11e73e07a86dfe4b',
        start_time: 1795365866.8596385,
        end_time: 1795365866.8658473,
        http: { response: { status: 200 } },
        aws: { ...dynamo, request_id: 'ATX3CZE38WRXTFIQSSNGEBTNH70VSUF29GHNZDSPSTWCCQ1XV0RS' },
        origin: 'AWS::DynamoDB::Table',
      },
    },
    graph: {
      nodes: [
        {
          entity: table,
          is: 'inferred',
          counts: { ok: 1 },
          totalTime: 6_209,
          span: [859_638, 865_847],
          histogram: [[6_200, 1]],
        },
      ],
      edges: [],
    },
  },
]
