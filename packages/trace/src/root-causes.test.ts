import { describe, expect, test } from 'vitest'
import { assemble } from './assemble.ts'
import { causeText } from './cause-text.builder.ts'
import type { DocumentDigest } from './digest.ts'
import { exception, httpCall, segment, subsegment, tableCall, testTraceId } from './document.builder.ts'
import { rootCausesOf } from './root-causes.ts'
import type { RootCause } from './summary.ts'

function causes(kind: RootCause['kind'], ...digests: readonly DocumentDigest[]): string[] {
  return rootCausesOf(assemble(testTraceId, digests))
    .filter((cause) => cause.kind === kind)
    .map(causeText)
}

const failed = { fault: true } as const

describe('the cause of a fault', () => {
  test('is the service that threw, with its exception', () => {
    const thrown = segment({ id: 'a', name: 'shop', at: [0, 9], ...failed, cause: exception('TypeError', 'no offer') })
    expect(causes('fault', thrown)).toEqual(['shop[shop{TypeError: no offer}]'])
    expect(causes('error', thrown)).toEqual([])
  })

  test('is the deepest that failed, along the services between it and the entry', () => {
    const shop = segment({
      id: 'a',
      name: 'shop',
      at: [0, 9],
      ...failed,
      subsegments: [
        {
          id: '1',
          name: 'checkout',
          at: [1, 8],
          subsegments: [httpCall({ id: '2', name: 'cart', at: [2, 7], ...failed })],
        },
      ],
    })
    const cart = segment({
      id: 'b',
      name: 'cart-service',
      parent: '2',
      at: [3, 6],
      ...failed,
      subsegments: [{ id: '3', name: 'total', at: [4, 5], ...failed, cause: exception('RangeError', 'too many') }],
    })
    expect(causes('fault', shop, cart)).toEqual([
      'shop[shop checkout cart!] > cart-service[cart-service total{RangeError: too many}]',
    ])
  })

  test('is the caller’s call where the callee answered well but too late', () => {
    const call = httpCall({ id: '2', name: 'cart', at: [2, 7], ...failed, cause: exception('Timeout', '5 ms') })
    const shop = segment({ id: 'a', name: 'shop', at: [0, 9], ...failed, subsegments: [call] })
    const cart = segment({ id: 'b', name: 'cart-service', parent: '2', at: [3, 20] })
    expect(causes('fault', shop, cart)).toEqual(['shop[shop cart!{Timeout: 5 ms}]'])
  })

  test('goes on into an inferred service: a table that throttled', () => {
    const cause = exception('ProvisionedThroughputExceededException', 'slow down')
    const flags = { error: true, throttle: true, fault: true, http: { response: { status: 400 } } }
    const shop = segment({
      id: 'a',
      name: 'shop',
      at: [0, 9],
      ...failed,
      subsegments: [tableCall({ id: '2', at: [2, 7], ...flags, cause })],
    })
    const path = 'shop[shop DynamoDB!] > Products*[Products!{ProvisionedThroughputExceededException: slow down}]'
    expect(causes('fault', shop)).toEqual([path])
    expect(causes('error', shop)).toEqual([path])
  })

  test('that a service on the way handled is told, but did not reach the client', () => {
    const call = httpCall({ id: '2', name: 'ads', at: [2, 7], ...failed })
    const shop = segment({ id: 'a', name: 'shop', at: [0, 9], subsegments: [call] })
    const ads = segment({ id: 'b', name: 'ad-service', parent: '2', at: [3, 6], ...failed })
    expect(causes('fault', shop, ads)).toEqual(['shop[shop ads!] > ad-service[ad-service] (handled)'])
  })

  test('may be one of two: those that reached the client come first, then in call order', () => {
    const subsegments = [
      httpCall({ id: '1', name: 'ads', at: [1, 2], ...failed }),
      httpCall({ id: '2', name: 'cart', at: [3, 4], ...failed }),
    ]
    const shop = segment({ id: 'a', name: 'shop', at: [0, 9], ...failed, subsegments })
    const elsewhere = segment({ id: 'c', name: 'batch', parent: 'fff', at: [-5, 6], ...failed })
    expect(causes('fault', elsewhere, shop)).toEqual([
      'shop[shop ads!] > ads*[ads!]',
      'shop[shop cart!] > cart*[cart!]',
      'batch[batch] (handled)',
    ])
  })

  test('is told once however often it was tried', () => {
    const subsegments = [1, 2, 3].map((i) => httpCall({ id: `${i}`, name: 'cart', at: [i, i + 1], ...failed }))
    const shop = segment({ id: 'a', name: 'shop', at: [0, 9], ...failed, subsegments })
    expect(causes('fault', shop)).toEqual(['shop[shop cart!] > cart*[cart!]'])
  })

  test('is one of ten at most, and a path of a hundred entities at most, from both its ends', () => {
    const wide = Array.from({ length: 30 }, (_, i) =>
      httpCall({ id: `${i + 1}`, name: `n${i}`, at: [1, 2], ...failed }),
    )
    expect(causes('fault', segment({ id: 'a', at: [0, 9], ...failed, subsegments: wide }))).toHaveLength(10)
    const deep = Array.from({ length: 300 }, (_, i) =>
      subsegment({ id: `${i + 1}`, parent: `${i || 'a'}`, name: `n${i + 1}`, at: [1, 2], ...failed }),
    )
    const [cause] = rootCausesOf(assemble(testTraceId, [...deep, segment({ id: 'a', name: 'shop', at: [0, 9] })]))
    const names = cause?.services.flatMap(({ path }) => path.map(({ name }) => name)) ?? []
    expect(names).toHaveLength(100)
    expect([names[0], names[49], names[50], names[99]]).toEqual(['shop', 'n49', 'n251', 'n300'])
  })

  test('is nothing where nothing failed', () => {
    expect(causes('fault', segment({ id: 'a', at: [0, 9], error: true }))).toEqual([])
  })
})

describe('the cause of an error', () => {
  test('is the callee that refused, and reached the client even as another failure', () => {
    const call = httpCall({ id: '2', name: 'cart', at: [2, 7], error: true, http: { response: { status: 404 } } })
    const shop = segment({ id: 'a', name: 'shop', at: [0, 9], ...failed, subsegments: [call] })
    const cart = segment({ id: 'b', name: 'cart-service', parent: '2', at: [3, 6], error: true })
    expect(causes('error', shop, cart)).toEqual(['shop[shop cart!] > cart-service[cart-service]'])
    expect(causes('fault', shop, cart)).toEqual(['shop[shop]'])
  })
})

describe('the cause of a response time', () => {
  test('is where a quarter of it or more was spent, with the share of each on the way', () => {
    const weather = segment({
      id: 'a',
      name: 'GetWeatherData',
      at: [0, 100],
      subsegments: [httpCall({ id: '1', name: 'get_temperature', at: [10, 90] })],
    })
    const temperature = segment({ id: 'b', name: 'GetTemperature', parent: '1', at: [15, 85] })
    expect(causes('responsetime', weather, temperature)).toEqual([
      'GetWeatherData[GetWeatherData=1 get_temperature!=0.8] > GetTemperature[GetTemperature=0.7]',
    ])
  })

  test('may be two: own work and a call, the longer first', () => {
    const subsegments = [tableCall({ id: '1', at: [10, 50] })]
    const shop = segment({ id: 'a', name: 'shop', at: [0, 100], subsegments })
    expect(causes('responsetime', shop)).toEqual([
      'shop[shop=1]',
      'shop[shop=1 DynamoDB!=0.4] > Products*[Products!=0.4]',
    ])
  })

  test('is found below nested local work', () => {
    const query = { id: '3', name: 'query', at: [12, 88] as const }
    const subsegments = [{ id: '1', name: 'handler', at: [5, 95] as const, subsegments: [query] }]
    expect(causes('responsetime', segment({ id: 'a', name: 'shop', at: [0, 100], subsegments }))).toEqual([
      'shop[shop=1 handler=0.9 query=0.76]',
    ])
  })

  test('is the one that took most where many took a little; time covered twice counts once', () => {
    const subsegments = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((i) => [
      { id: `1${i}`, name: `step${i}`, at: [i * 12, i * 12 + 12] as const },
      { id: `2${i}`, name: `twin${i}`, at: [i * 12, i * 12 + 11] as const },
    ])
    expect(causes('responsetime', segment({ id: 'a', name: 'shop', at: [0, 100], subsegments }))).toEqual([
      'shop[shop=1 step0=0.12]',
    ])
  })

  test('has no part in work that nobody waited for', () => {
    const subsegments = [httpCall({ id: '1', name: 'queue', at: [90, 200] })]
    const shop = segment({ id: 'a', name: 'shop', at: [0, 100], subsegments })
    const worker = segment({ id: 'b', name: 'worker', parent: '1', at: [300, 900] })
    expect(causes('responsetime', shop, worker)).toEqual(['shop[shop=1]'])
  })

  test('is not known while the root is in progress, nor where it took no time', () => {
    expect(causes('responsetime', segment({ id: 'a', at: [0] }))).toEqual([])
    expect(causes('responsetime', segment({ id: 'a', at: [5, 5] }))).toEqual([])
    expect(causes('responsetime', subsegment({ id: 'b', parent: 'f', at: [0, 5] }))).toEqual([])
  })
})
