import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { DocumentDigest, SpanDigest } from './digest.ts'
import { admit, datagramLimits, readDatagram } from './index.ts'

interface Capture {
  readonly n: number
  readonly bytes: number
  readonly scenario: string
  readonly datagram: string
}

function captures(sdk: string): Capture[] {
  const file = new URL(`../captures/segments-${sdk}.ndjson`, import.meta.url)
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Capture)
}

type Expected = Omit<DocumentDigest, 'hash' | 'length'>

/** A span that says nothing but what is given. */
function span(given: object): SpanDigest {
  const nothing = {
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
  }
  return { ...nothing, ...given } as unknown as SpanDigest
}

function document(traceId: string, parentId: string | undefined, service: string | undefined, root: SpanDigest) {
  const segment = service && {
    entity: { name: service, type: 'AWS::ECS::Container', account: '000000000000' },
    instanceId: undefined,
    availabilityZone: undefined,
    resourceArn: undefined,
  }
  return { traceId, parentId, segment, span: root } as unknown as Expected
}

function http(given: object) {
  return {
    method: undefined,
    url: undefined,
    userAgent: undefined,
    clientIp: undefined,
    status: undefined,
    ...given,
  }
}

const account = '000000000000'
const productTable = { name: 'ProductCatalog', type: 'AWS::DynamoDB::Table', account }
const probe = { method: 'GET', userAgent: 'lab-probe/1.0', clientIp: '127.0.0.1' }
const undefinedOffer = {
  type: 'TypeError',
  message: 'Cannot read properties of undefined (reading "offer")',
  remote: false,
}
const refusedByNode = { type: 'Error', message: 'connect ECONNREFUSED 127.0.0.1:9', remote: false }
const throughput =
  'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.'

const node: Expected[] = [
  document(
    '1-6b031b4e-41cf7f587be6b9c4ad1d06a3',
    undefined,
    'Frontend',
    span({
      id: '66836fcb6298c9e1',
      name: 'Frontend',
      start: 1795365709_674000,
      end: 1795365709_740000,
      http: http({ ...probe, url: 'http://127.0.0.1:8081/product/3377807835348', status: 200 }),
      annotations: [
        ['UserID', 'sess-1'],
        ['ProductID', '3377807835348'],
      ],
      children: [
        span({
          id: 'fd7a0c1332f2fb3d',
          name: 'DynamoDB',
          start: 1795365709_685000,
          end: 1795365709_707000,
          http: http({ status: 200 }),
          namespace: 'aws',
          downstream: productTable,
        }),
        span({
          id: '4617b2e4224fc40d',
          name: '127.0.0.1',
          start: 1795365709_711000,
          end: 1795365709_738000,
          http: http({ method: 'GET', url: 'http://127.0.0.1/api/v1/product/3377807835348', status: 200 }),
          namespace: 'remote',
          downstream: { name: '127.0.0.1', type: 'remote', account },
        }),
      ],
    }),
  ),
  document(
    '1-6b031b4e-41cf7f587be6b9c4ad1d06a3',
    '4617b2e4224fc40d',
    'catalogservice',
    span({
      id: '4e74cf51a6a6c3b0',
      name: 'catalogservice',
      start: 1795365709_715000,
      end: 1795365709_737000,
      http: http({
        method: 'GET',
        url: 'http://127.0.0.1:8082/api/v1/product/3377807835348',
        userAgent: 'axios/1.21.1',
        clientIp: '127.0.0.1',
        status: 200,
      }),
      children: [
        span({
          id: 'c5d69a2d6d25378e',
          name: 'DynamoDB',
          start: 1795365709_722000,
          end: 1795365709_735000,
          http: http({ status: 200 }),
          namespace: 'aws',
          downstream: productTable,
        }),
      ],
    }),
  ),
  document(
    '1-6b031b4e-3f0a73d650631bfd5a546e79',
    undefined,
    'Frontend',
    span({
      id: '41d6d575c00a4723',
      name: 'Frontend',
      start: 1795365710_381000,
      end: 1795365710_384000,
      fault: true,
      http: http({ ...probe, url: 'http://127.0.0.1:8081/boom', status: 500 }),
      exceptions: [undefinedOffer],
      annotations: [['UserID', 'sess-1']],
    }),
  ),
  document(
    '1-6b031b53-bb5c6498aa233ce278699379',
    undefined,
    'Frontend',
    span({
      id: '883723e8876cd013',
      name: 'Frontend',
      start: 1795365715_071000,
      end: 1795365717_244000,
      // The service answered 500: it is at fault, not throttled, whatever the exception that it passed on.
      fault: true,
      http: http({ ...probe, url: 'http://127.0.0.1:8081/throttle', status: 500 }),
      exceptions: [{ type: 'ProvisionedThroughputExceededException', message: throughput, remote: false }],
      annotations: [['UserID', 'sess-1']],
      children: [
        span({
          id: '122938bc9866a0f4',
          name: 'DynamoDB',
          start: 1795365715_072000,
          end: 1795365717_243000,
          error: true,
          throttle: true,
          fault: true,
          http: http({ status: 400 }),
          exceptions: [{ type: 'ProvisionedThroughputExceededException', message: throughput, remote: true }],
          namespace: 'aws',
          downstream: productTable,
        }),
      ],
    }),
  ),
  document(
    '1-6b031b4f-7bdad6bc112bcceda558e77c',
    undefined,
    'Frontend',
    span({
      id: '0fd7f9481aa36228',
      name: 'Frontend',
      start: 1795365711_337000,
      end: 1795365711_342000,
      fault: true,
      http: http({ ...probe, url: 'http://127.0.0.1:8081/refused', status: 500 }),
      exceptions: [refusedByNode],
      annotations: [['UserID', 'sess-1']],
      children: [
        span({
          id: '2a9eaa452b0c8a5d',
          name: '127.0.0.1',
          start: 1795365711_338000,
          end: 1795365711_339000,
          fault: true,
          http: http({ method: 'GET', url: 'http://127.0.0.1/api/v1/cart/x' }),
          exceptions: [refusedByNode],
          namespace: 'remote',
          downstream: { name: '127.0.0.1', type: 'remote', account },
        }),
      ],
    }),
  ),
]

function productCall(id: string, product: string, status: number, start: number, end: number) {
  const url = `http://127.0.0.1:8082/api/v1/product/${product}`
  return span({
    id,
    name: url,
    start,
    end,
    error: status === 404,
    http: http({ method: 'GET', url, status }),
    namespace: 'remote',
    downstream: { name: url, type: 'remote', account },
  })
}

const python: Expected[] = [
  document(
    '1-6b031bde-ba08b31ead1e377db80af78d',
    undefined,
    'recommenderservice',
    span({
      id: '444d8c7d2b56270d',
      name: 'recommenderservice',
      start: 1795365854_784578,
      end: 1795365854_883020,
      http: http({ ...probe, url: 'http://127.0.0.1:8081/api/v1/recommender/3377807835348', status: 200 }),
      children: [
        productCall('4145b59bbddd3710', '3377807835348', 200, 1795365854_785434, 1795365854_842156),
        productCall('34ecec2d223a9925', '6464865908071', 200, 1795365854_842310, 1795365854_860665),
        productCall('aff157561dc03ca3', '0000000000000', 404, 1795365854_860825, 1795365854_882652),
      ],
    }),
  ),
  document(
    '1-6b031bde-ba08b31ead1e377db80af78d',
    '4145b59bbddd3710',
    'catalogservice',
    span({
      id: '535a82113bfa2921',
      name: 'catalogservice',
      start: 1795365854_790566,
      end: 1795365854_828544,
      http: http({
        method: 'GET',
        url: 'http://127.0.0.1:8082/api/v1/product/3377807835348',
        userAgent: 'python-requests/2.28.1',
        clientIp: '127.0.0.1',
        status: 200,
      }),
      children: [
        span({
          id: '208b900a23f3e26e',
          name: 'dynamodb',
          start: 1795365854_791250,
          end: 1795365854_828152,
          http: http({ status: 200 }),
          namespace: 'aws',
          downstream: productTable,
        }),
      ],
    }),
  ),
  document(
    '1-6b031be3-db3e183e9ad11e670b362a25',
    undefined,
    'recommenderservice',
    span({
      id: 'aacb5a1ac11efc09',
      name: 'recommenderservice',
      start: 1795365859_588661,
      end: 1795365859_628610,
      fault: true,
      http: http({ ...probe, url: 'http://127.0.0.1:8081/refused', status: 500 }),
      children: [
        span({
          id: '6c793428d2adbe69',
          name: 'http://127.0.0.1:9/api/v1/cart/x',
          start: 1795365859_588954,
          end: 1795365859_595565,
          fault: true,
          http: http({ method: 'get', url: 'http://127.0.0.1:9/api/v1/cart/x' }),
          exceptions: [
            {
              type: 'ConnectionError',
              message:
                "HTTPConnectionPool(host='127.0.0.1', port=9): Max retries exceeded with url: /api/v1/cart/x (Caused by NewConnectionError('<urllib3.connection.HTTPConnection object at 0x7ff32ed1e250>: Failed to establish a new connection: [Errno 111] Connection refused'))",
              remote: false,
            },
          ],
          namespace: 'remote',
          downstream: { name: 'http://127.0.0.1:9/api/v1/cart/x', type: 'remote', account },
        }),
      ],
    }),
  ),
  document(
    '1-6b031bec-d06ba2e7ddad060169bedd7c',
    '700d2d86f198fe2d',
    'catalogservice',
    span({
      id: 'bf8c5d4c5642803a',
      name: 'catalogservice',
      start: 1795365868_248534,
      end: 1795365893_862516,
      fault: true,
      http: http({
        method: 'GET',
        url: 'http://127.0.0.1:8082/api/v1/product/3377807835348',
        userAgent: 'python-requests/2.28.1',
        clientIp: '127.0.0.1',
        status: 500,
      }),
      children: [
        span({
          id: '1780faed43fda616',
          name: 'dynamodb',
          start: 1795365868_248716,
          end: 1795365893_861947,
          error: true,
          // No flag said so: the type of the exception does.
          throttle: true,
          fault: true,
          http: http({ status: 400 }),
          exceptions: [
            {
              type: 'ProvisionedThroughputExceededException',
              message: `An error occurred (ProvisionedThroughputExceededException) when calling the GetItem operation (reached max retries: 9): ${throughput}`,
              remote: true,
            },
          ],
          namespace: 'aws',
          downstream: productTable,
        }),
      ],
    }),
  ),
  document(
    '1-6b031bea-ed945cb686154d4e042d52cd',
    'd1e2092b5c9de105',
    undefined,
    span({
      id: '11e73e07a86dfe4b',
      name: 'dynamodb',
      start: 1795365866_859638,
      end: 1795365866_865847,
      http: http({ status: 200 }),
      namespace: 'aws',
      downstream: productTable,
    }),
  ),
]

describe.each([
  { sdk: 'node', expected: node },
  { sdk: 'python', expected: python },
])('what the $sdk SDK sent', ({ sdk, expected }) => {
  test('is all there', () => {
    expect(captures(sdk).map(({ n }) => n)).toEqual(expected.map((_, index) => index + 1))
  })

  test.each(captures(sdk))('$n: $scenario', ({ n, bytes, datagram }) => {
    const reading = readDatagram(Buffer.from(datagram))
    if (!reading.ok) throw new Error(reading.reason)
    const admission = admit(reading.text, datagramLimits)
    if (!admission.ok) throw new Error(admission.rejection.reason)

    const { hash, length, ...digest } = admission.document.digest
    expect(digest).toEqual(expected[n - 1])
    expect(admission.document.text).toBe(datagram.slice(datagram.indexOf('\n') + 1))
    expect(length).toBe(Buffer.byteLength(admission.document.text))
    expect(Buffer.byteLength(datagram)).toBe(bytes)
    expect(hash).toMatch(/^[0-9a-f]{16}$/)
  })
})
