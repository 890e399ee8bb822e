import type { JsonObject } from '@roentgen/trace'
import { describe, expect, test } from 'vitest'
import { renderWaterfall } from './render-waterfall.ts'
import { waterfallRows } from './waterfall.ts'

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

test('a segment stands under the call that it answers, siblings by start, in whatever order documents come', () => {
  for (const documents of [
    [frontend, catalog, table],
    [table, catalog, frontend],
  ])
    expect(waterfallRows(documents).map(({ depth, name, health }) => `${' '.repeat(depth)}${name} ${health}`)).toEqual([
      'Frontend ok',
      ' DynamoDB throttle',
      '  Products in progress',
      ' catalog ok',
      '  catalog fault',
    ])
})

function nestedTo(depth: number): JsonObject {
  let document: JsonObject = { id: 'innermost' }
  for (let level = depth; level > 0; level--) document = { id: `n${level}`, subsegments: [document] }
  return document
}

describe('the waterfall is total', () => {
  test.each<[string, readonly JsonObject[], number]>([
    ['no documents', [], 0],
    ['an empty document', [{}], 1],
    ['a segment that is its own parent', [{ id: 'a', parent_id: 'a', name: 'a' }], 1],
    [
      'a ring of parents',
      [
        { id: 'a', parent_id: 'b' },
        { id: 'b', parent_id: 'a' },
      ],
      2,
    ],
    ['a parent that never came', [{ id: 'a', parent_id: 'gone' }], 1],
    ['two documents of one id', [{ id: 'a' }, { id: 'a' }], 2],
    ['subsegments nested deeper than a stack', [nestedTo(20_000)], 20_001],
    [
      'more rows than a call may have arguments',
      [{ id: 'a', subsegments: Array.from({ length: 200_000 }, (_, index) => ({ id: `a${index}` })) }],
      200_001,
    ],
    ['fields of the wrong kind', [{ id: 1, name: [], start_time: 'x', http: 3, subsegments: 'y' }], 1],
  ])('%s', (_, documents, rows) => {
    expect(waterfallRows(documents)).toHaveLength(rows)
    expect(() => renderWaterfall(waterfallRows(documents), { width: 80, colour: false })).not.toThrow()
  })
})

test('it is drawn with a bar on the time line of the trace', () => {
  expect(
    renderWaterfall(waterfallRows([frontend, catalog, table]), { width: 100, colour: false }),
  ).toMatchInlineSnapshot(`
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
  const lines = renderWaterfall(waterfallRows([long, catalog, table]), { width, colour: false }).split('\n')
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width)
})
