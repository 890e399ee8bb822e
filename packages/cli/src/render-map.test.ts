import type { JsonObject } from '@roentgen/trace'
import { expect, test } from 'vitest'
import { renderMap } from './render-map.ts'

const services: readonly JsonObject[] = [
  {
    ReferenceId: 1,
    Name: 'Frontend',
    Type: 'client',
    Edges: [{ ReferenceId: 2, SummaryStatistics: statistics(10, { ok: 7, error: 1, throttle: 1, fault: 1 }, 0.5) }],
  },
  {
    ReferenceId: 2,
    Name: 'Frontend',
    Type: 'AWS::ECS::Container',
    Root: true,
    Edges: [{ ReferenceId: 3, SummaryStatistics: statistics(4, { ok: 4 }, 0.01) }],
    SummaryStatistics: statistics(10, { ok: 7, error: 1, throttle: 1, fault: 1 }, 0.5),
  },
  {
    ReferenceId: 3,
    Name: 'Products',
    Type: 'AWS::DynamoDB::Table',
    Edges: [],
    SummaryStatistics: statistics(4, { ok: 4 }, 0.01),
  },
]

test('the map is two tables: services, and the calls between them with the client of each root', () => {
  expect(renderMap(services, 5, { width: 100, colour: false })).toMatchInlineSnapshot(`
    "SERVICE   TYPE                  T/MIN      AVG  OK  ERROR  FAULT  THROTTLE
    Frontend  AWS::ECS::Container    2.00  50.0 ms   7      1      1         1
    Products  AWS::DynamoDB::Table   0.80   2.5 ms   4      0      0         0

    FROM      TO        T/MIN      AVG  OK  ERROR  FAULT  THROTTLE
    client    Frontend   2.00  50.0 ms   7      1      1         1
    Frontend  Products   0.80   2.5 ms   4      0      0         0"
  `)
})

test('at 60 columns no line is wider than the terminal', () => {
  const lines = renderMap(services, 5, { width: 60, colour: false }).split('\n')
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60)
})

test('a service without statistics and an edge to nowhere are shown, not thrown', () => {
  const text = renderMap([{ Name: 'a', Edges: [{ ReferenceId: 9 }] }], 1, { width: 80, colour: false })
  expect(text).toContain('a ')
  expect(text).not.toContain('NaN')
})

function statistics(
  total: number,
  states: { ok?: number; error?: number; throttle?: number; fault?: number },
  seconds: number,
) {
  const { ok = 0, error = 0, throttle = 0, fault = 0 } = states
  return {
    OkCount: ok,
    ErrorStatistics: { ThrottleCount: throttle, OtherCount: error, TotalCount: throttle + error },
    FaultStatistics: { OtherCount: fault, TotalCount: fault },
    TotalCount: total,
    TotalResponseTime: seconds,
  }
}
