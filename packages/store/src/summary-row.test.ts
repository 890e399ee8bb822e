import type { Micros, TraceSummary } from '@roentgen/trace'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { arbitrarySummary } from './fixtures/arbitrary-summary.ts'
import { startTestEngine, type TestEngine } from './fixtures/engine.ts'
import { SummaryRows } from './insert-summaries.ts'
import { KnownEntities } from './known-entities.ts'
import { listedOf } from './listed-decode.ts'
import { RowBinaryReader } from './row-binary-reader.ts'
import type { Store } from './store.ts'
import { summaryColumns } from './summary-columns.ts'
import { decodeSummary } from './summary-decode.ts'

const everything = { start: 0 as Micros, end: Number.MAX_SAFE_INTEGER as Micros }

describe('a summary row', () => {
  let engine: TestEngine
  let store: Store

  beforeAll(async () => {
    engine = await startTestEngine()
    store = await engine.openStore()
  })
  afterAll(async () => {
    await store.close()
    await engine[Symbol.asyncDispose]()
  })

  test('comes back from the engine as it was written, whatever it holds', async () => {
    const written = new Map<string, TraceSummary>()
    for (const summary of fc.sample(arbitrarySummary, { numRuns: 300, seed: 7 })) written.set(summary.traceId, summary)
    const rows = new SummaryRows()
    let keyTime = 1_700_000_000_000_000
    for (const summary of written.values()) rows.add(keyTime++ as Micros, summary)
    await rows.insert(store.connection)

    const sql = `select ${summaryColumns.join(', ')} from summaries order by key_time`
    const row = new RowBinaryReader(await store.connection.bytes('ask', { sql }, 'RowBinary'))
    const entities = new KnownEntities()
    for (const summary of written.values()) expect(decodeSummary(row, entities)).toEqual(summary)
    expect(row.isAtEnd).toBe(true)

    const { traces } = await store.listTraces({ window: everything, range: 'TraceId' })
    expect(traces).toEqual([...written.values()].reverse().map(listedOf))
  })
})
