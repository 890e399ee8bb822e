import { type JsonObject, timelineOf, timelineRows } from '@roentgen/trace'
import { describe, expect, test } from 'vitest'
import { renderWaterfall } from './render-waterfall.ts'

const frontend: JsonObject = {
  id: 'f',
  name: 'Frontend',
  origin: 'AWS::ECS::Container',
  start_time: 100,
  end_time: 100.1,
  http: { response: { status: 200 } },
  subsegments: [
    { id: 'f2', name: 'catalog', namespace: 'remote', start_time: 100.05, end_time: 100.09 },
    { id: 'f1', name: 'DynamoDB', namespace: 'aws', start_time: 100.01, end_time: 100.03, throttle: true, error: true },
  ],
}
const catalog: JsonObject = {
  id: 'c',
  parent_id: 'f2',
  name: 'catalog',
  start_time: 100.06,
  end_time: 100.08,
  fault: true,
}
const table: JsonObject = {
  id: 't',
  parent_id: 'f1',
  name: 'Products',
  origin: 'AWS::DynamoDB::Table',
  inferred: true,
  start_time: 100.01,
  in_progress: true,
}

const rowsOf = (documents: readonly JsonObject[]) => timelineRows(timelineOf(documents), 'calls')

describe('it can be drawn of', () => {
  test.each<[string, readonly JsonObject[]]>([
    ['no documents', []],
    ['an empty document', [{}]],
    [
      'more rows than a call may have arguments',
      [{ id: 'a', subsegments: Array.from({ length: 130_000 }, () => ({})) }],
    ],
  ])('%s', (_, documents) => {
    expect(() => renderWaterfall(rowsOf(documents), { width: 80, colour: false })).not.toThrow()
  })
})

test('it is drawn with a bar on the time line of the trace', () => {
  expect(renderWaterfall(rowsOf([frontend, catalog, table]), { width: 100, colour: false })).toMatchInlineSnapshot(`
    "NAME          TYPE                                STATUS     TIME  0                          100 ms
    Frontend      AWS::ECS::Container                    200   100 ms  █████████████████████████████████
      DynamoDB    aws                               throttle  20.0 ms     ███████
        Products  AWS::DynamoDB::Table (inferr…  in progress        …     ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
      catalog     remote                                  ok  40.0 ms                  ██████████████
        catalog                                        fault  20.0 ms                     ███████"
  `)
})

test.each([40, 60, 80, 200])('at %i columns no line is wider than the terminal', (width) => {
  const long = {
    ...frontend,
    name: 'a-service-with-a-very-long-name-indeed'.repeat(3),
    origin: 'AWS::ECS::Container'.repeat(3),
  }
  const lines = renderWaterfall(rowsOf([long, catalog, table]), { width, colour: false }).split('\n')
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width)
})
