import { type Condition, check, parse, toPredicate } from '@roentgen/filter'
import type { Micros, TraceSummary } from '@roentgen/trace'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { traceIdFromUuid } from '../cells.ts'
import { trace } from '../fixtures/documents.ts'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import { summaryOf } from '../fixtures/summary.ts'
import { SummaryRows } from '../insert-summaries.ts'
import { rankColumns } from '../number-ranks.ts'
import type { Store } from '../store.ts'
import { filterSql, listFilterSettings } from './filter-sql.ts'

const noon = 1_732_000_000_000_000 as Micros
const operators = ['=', '!=', '<', '<=', '>', '>='] as const

/** Numbers that are equal, or nearly so, more often than chance would have it. */
const some = [0, -0, 1, -1, 0.1, -0.1, 5e-324, -5e-324, 1e-7, 49_999.9999, 50_000, 50_000.00001, 1.7e15, 1.7e15 + 1]
const all = [...some, ...some.map((n) => -n * 3), ...fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), 30)]
  .filter((n) => Number.isFinite(n))
  .concat(Number.MAX_VALUE, -Number.MAX_VALUE)

describe('numbers in annotations', () => {
  let engine: TestEngine
  let store: Store
  const summaries: readonly TraceSummary[] = [
    ...all.map((value, i) => [{ segment: 0, key: i % 3 === 0 ? 'other' : 'latency', value }]),
    [
      { segment: 0, key: 'latency', value: 2 },
      { segment: 0, key: 'latency', value: 60_000 },
      { segment: 0, key: 'other', value: 50_000 },
    ],
    [{ segment: 0, key: 'latency', value: '50000' }],
    [{ segment: 0, key: 'latency', value: true }],
    [],
  ].map((annotations, i) => summaryOf({ traceId: trace(i + 1), start: noon, annotations }))

  beforeAll(async () => {
    engine = await startTestEngine()
    store = await engine.openStore('numbers')
    const rows = new SummaryRows()
    for (const summary of summaries) rows.add(noon, summary)
    await rows.insert(store.connection)
  })
  afterAll(() => engine[Symbol.asyncDispose]())

  const find = async (condition: Condition) => {
    const { sql, parameters } = filterSql(condition)
    const rows = await store.connection.rows('ask', {
      sql: `select trace_id from summaries final where ${sql}`,
      parameters,
      settings: listFilterSettings,
    })
    return rows.map(([id]) => traceIdFromUuid(String(id))).sort()
  }
  const compared = (value: number): readonly Condition[] =>
    operators.map((operator) => ({
      kind: 'annotation',
      of: 'trace',
      key: 'latency',
      test: { type: 'number', operator, value },
    }))
  const expected = (condition: Condition) => {
    const fits = toPredicate(condition)
    return summaries
      .filter(fits)
      .map(({ traceId }) => traceId)
      .sort()
  }

  test('are found by every comparison, however close they lie', async () => {
    for (const value of all)
      for (const condition of compared(value)) expect(await find(condition)).toEqual(expected(condition))
  }, 60_000)

  test('are found in rows of before there were ranks, and while these get theirs', async () => {
    const { connection } = store
    const asked = [
      ...['annotation.latency > 50000 AND annotation.latency < 50000.1', 'annotation.latency <= 2'],
      ...['!(annotation.latency >= 2)', 'service { annotation.latency > 1000 AND annotation.other < 60000 }'],
    ].map((text) => check(parse(text)))
    const settings = { mutations_sync: '2' } as const
    await connection.command({ sql: 'alter table summaries drop column annotation_ranks', settings })
    await connection.command({ sql: `alter table summaries add column ${rankColumns.join()}` })
    for (const condition of asked) expect(await find(condition)).toEqual(expected(condition))
    await connection.command({ sql: 'alter table summaries materialize column annotation_ranks', settings })
    for (const condition of asked) expect(await find(condition)).toEqual(expected(condition))
    expect(asked.map((condition) => expected(condition).length > 0)).toEqual([true, true, true, true])
  })
})
