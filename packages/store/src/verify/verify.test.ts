import type { Micros } from '@roentgen/trace'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { id, segment, trace } from '../fixtures/documents.ts'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import { summaryOf } from '../fixtures/summary.ts'
import { SummaryRows } from '../insert-summaries.ts'
import { listedOf } from '../listed-decode.ts'
import { insertMarks } from '../map/insert-marks.ts'
import { MapRows } from '../map/map-rows.ts'
import { placeOf } from '../map/place.ts'
import { Recomputer } from '../map/recomputer.ts'
import { beginOf, minute } from '../map/span-of-rows.ts'
import { readRowStates } from '../queries/row-states.ts'
import type { Store } from '../store.ts'
import { encodeRecord } from '../write-ahead/record.ts'
import type { Difference } from './difference.ts'
import { repairMap } from './repair.ts'
import type { VerifyOptions } from './verify.ts'
import { verifyMap } from './verify-map.ts'

const start = 1_732_000_000_000_000 as Micros
const later = (start + 5_000_000) as Micros
const state = { ok: true, error: false, throttle: false, fault: false }
const text = segment(trace(1), { id: 1, at: start })

/** The summary that the document above gives, written by hand. */
const right = summaryOf({
  traceId: trace(1),
  start,
  end: (start + 100_000) as Micros,
  duration: 100_000 as Micros,
  responseTime: 100_000 as Micros,
  segments: [
    {
      entity: { name: 'shop', type: '', account: '000000000000' },
      ...state,
      partial: false,
      inferred: false,
      root: true,
      start,
      duration: 100_000 as Micros,
      http: undefined,
      user: undefined,
      instanceId: undefined,
      availabilityZone: undefined,
      resourceArn: undefined,
    },
  ],
  edges: [{ from: -1, to: 0, type: '', ...state, start, duration: 100_000 as Micros, http: undefined }],
  rootCauses: [
    {
      kind: 'responsetime',
      clientImpacting: true,
      services: [
        {
          entity: { name: 'shop', type: '', account: '000000000000' },
          inferred: false,
          path: [{ name: 'shop', remote: false, exceptions: [], coverage: 1 }],
        },
      ],
    },
  ],
})

// Each test verifies a store several times and makes the rows of its maps anew.
describe('verify', { timeout: 60_000 }, () => {
  let engine: TestEngine

  beforeAll(async () => {
    engine = await startTestEngine()
  })
  afterAll(() => engine[Symbol.asyncDispose]())

  /** A store with the document alone: its directory entry is right, its summary missing. */
  async function storeWithDocument(): Promise<Store> {
    const store = await engine.openEmptyStore()
    await insertDocument(store, text)
    return store
  }

  async function insertDocument(store: Store, document: string, traceNumber = 1): Promise<void> {
    const record = {
      server: 0,
      traceId: trace(traceNumber),
      segmentId: id(1) as never,
      received: later,
      text: document,
    }
    await store.connection.insert({
      table: 'segments',
      columns: ['checksum', 'server', 'trace_id', 'segment_id', 'received', 'document'],
      format: 'TabSeparated',
      body: () => encodeRecord(record),
    })
  }

  async function put(store: Store, fill: (rows: SummaryRows) => void): Promise<void> {
    const rows = new SummaryRows()
    fill(rows)
    await rows.insert(store.connection)
    await insertMarks(store.connection, new Set([placeOf(start, later), placeOf(0 as Micros, later)]))
  }

  async function differences(store: Store, options?: VerifyOptions): Promise<Difference[]> {
    const found: Difference[] = []
    for await (const difference of store.verify(options)) found.push(difference)
    return found
  }

  test('finds nothing where all is as the documents say, and nothing in an empty store', async () => {
    await using empty = await engine.openEmptyStore()
    expect(await differences(empty)).toEqual([])
    await using store = await storeWithDocument()
    await put(store, (rows) => rows.add(later, right))
    expect(await differences(store)).toEqual([])
  })

  test('finds the same whatever it may have in memory, a trace whose documents are more included', async () => {
    await using store = await engine.openEmptyStore()
    for (const number of [1, 2, 3])
      for (const own of [1, 2])
        await insertDocument(store, segment(trace(number), { id: own, at: start, metadata: 'x'.repeat(2_000) }), number)
    const all = await differences(store)
    expect(all.map(({ problem }) => problem)).toEqual(Array(3).fill('missing'))
    for (const bytes of [5_000, 1]) expect(await differences(store, { bytes })).toEqual(all)
  })

  test('names a trace without a summary', async () => {
    await using store = await storeWithDocument()
    expect(await differences(store)).toEqual([{ traceId: trace(1), table: 'summaries', problem: 'missing' }])
  })

  test('names the first field that differs, with both values', async () => {
    await using store = await storeWithDocument()
    const [segmentOfRoot] = right.segments
    if (segmentOfRoot === undefined) throw new Error('no segment')
    await put(store, (rows) => rows.add(later, { ...right, segments: [{ ...segmentOfRoot, user: 'eve' }] }))
    expect(await differences(store)).toEqual([
      {
        traceId: trace(1),
        table: 'summaries',
        problem: 'differs',
        keyTime: later,
        field: 'segments[0].user',
        stored: 'eve',
        expected: undefined,
      },
    ])
  })

  test('names what a list would show wrong, and mends it', async () => {
    await using store = await storeWithDocument()
    await put(store, (rows) => rows.add(later, right))
    const name = right.segments[0]?.entity.name ?? ''
    await store.connection.command({
      sql: `insert into listings select * replace (replaceAll(listed, {name:String}, {other:String}) as listed) from listings`,
      parameters: { name, other: 'x'.repeat(name.length) },
    })
    const found = { table: 'summaries', problem: 'differs', field: 'listed.segments[0].entity.name', expected: name }
    expect(await differences(store)).toMatchObject([found])
    expect(await differences(store, { repair: true })).toMatchObject([found])
    expect(await differences(store)).toEqual([])
  })

  test('names numbers that are not those of the values, and mends them', async () => {
    await using store = await storeWithDocument()
    await put(store, (rows) => rows.add(later, right))
    const { connection } = store
    const sql = `select name from system.columns where database = currentDatabase() and table = 'summaries'
and (default_kind = '' or name = 'service_numbers')`
    const columns = (await connection.rows('ask', { sql })).flat().map((name) => `\`${name}\``)
    await connection.command({
      sql: `insert into summaries (${columns.join(', ')})
select * replace ([7] as service_numbers) from (select ${columns.join(', ')} from summaries)
settings insert_allow_materialized_columns = 1`,
    })
    const found = { table: 'summaries', problem: 'differs', field: 'service_numbers', keyTime: later }
    expect(await differences(store)).toMatchObject([found])
    expect(await differences(store, { repair: true })).toMatchObject([found])
    expect(await differences(store)).toEqual([])
  })

  test('names a row under a second key, and one under a wrong key', async () => {
    await using two = await storeWithDocument()
    await put(two, (rows) => {
      rows.add(later, right)
      rows.add(start, right)
    })
    const wrong = { traceId: trace(1), table: 'summaries', keyTime: start }
    expect(await differences(two)).toEqual([{ ...wrong, problem: 'under two keys' }])

    await using one = await storeWithDocument()
    await put(one, (rows) => rows.add(start, right))
    expect(await differences(one)).toEqual([{ ...wrong, problem: 'under a wrong key' }])
  })

  test('names a summary and a directory entry without documents', async () => {
    await using store = await storeWithDocument()
    await put(store, (rows) => {
      rows.add(later, right)
      rows.add(later, { ...right, traceId: trace(2) })
    })
    await store.connection.insert({
      table: 'traces',
      columns: ['trace_id', 'first', 'last', 'servers'],
      format: 'TabSeparated',
      body: () => Buffer.from(`67000000000000000000000000000003\t${start}\t${start}\t1\n`),
    })
    expect(await differences(store)).toEqual([
      { traceId: trace(2), table: 'summaries', problem: 'extra', keyTime: later },
      { traceId: trace(3), table: 'traces', problem: 'extra' },
    ])
  })

  test('names a directory entry that does not say when the documents came, or is not there', async () => {
    await using wrong = await storeWithDocument()
    await put(wrong, (rows) => rows.add(later, right))
    await wrong.connection.insert({
      table: 'traces',
      columns: ['trace_id', 'first', 'last', 'servers'],
      format: 'TabSeparated',
      body: () => Buffer.from(`67000000000000000000000000000001\t${start}\t${later}\t1\n`),
    })
    expect(await differences(wrong)).toEqual([
      { traceId: trace(1), table: 'traces', problem: 'differs', field: 'first', stored: start, expected: later },
    ])

    await using missing = await storeWithDocument()
    await put(missing, (rows) => rows.add(later, right))
    await missing.connection.command({ sql: 'truncate table traces' })
    expect(await differences(missing)).toEqual([{ traceId: trace(1), table: 'traces', problem: 'missing' }])
  })

  test('names a clean minute and its hour that are not what the summaries say, and mends them', async () => {
    await using store = await storeWithDocument()
    const { connection } = store
    await put(store, (rows) => rows.add(later, right))
    await new Recomputer({ store }).settle()
    expect(await differences(store)).toEqual([])
    const at = beginOf(start, minute)
    const [state] = await readRowStates(connection, 'ask', 'map_1m', [{ start: at, end: later }])
    const wrong = new MapRows()
    wrong.add({ start: at, isLate: false, version: state?.marks ?? 0 }, { graph: { nodes: [], edges: [] }, traces: 1 })
    await wrong.insert(connection, 'map_1m')
    const [difference, ...more] = await differences(store)
    expect(more).toEqual([])
    expect(difference).toMatchObject({ table: 'map_1m', start: at, problem: 'differs', field: 'nodes[0]' })
    for await (const _ of store.verify({ repair: true }));
    expect(await differences(store)).toEqual([])
    await new Recomputer({ store }).settle()
    expect(await differences(store)).toEqual([])
  })

  test('names a minute with another number of traces, and says nothing of one that does not know it', async () => {
    await using store = await storeWithDocument()
    const { connection } = store
    await put(store, (rows) => rows.add(later, right))
    await new Recomputer({ store }).settle()
    const at = beginOf(start, minute)
    const window = { start: at, end: (at + minute) as Micros }
    const graph = await store.serviceGraph(window)
    const [state] = await readRowStates(connection, 'ask', 'map_1m', [window])
    const write = async (traces: number | undefined) => {
      const rows = new MapRows()
      rows.add({ start: at, isLate: false, version: state?.marks ?? 0 }, { graph, traces })
      await rows.insert(connection, 'map_1m')
    }
    await write(7)
    expect(await store.traceCounts(window, minute)).toEqual(new Map([[at, 7]]))
    expect(await differences(store)).toMatchObject([{ table: 'map_1m', field: 'traces', stored: 7, expected: 1 }])
    await write(undefined)
    expect(await store.traceCounts(window, minute)).toEqual(new Map([[at, 1]]))
    expect(await differences(store)).toEqual([])
  })

  test('counts a trace of which no segment came, though no map has it', async () => {
    await using store = await engine.openEmptyStore()
    await put(store, (rows) => rows.add(later, { ...right, segments: [], edges: [] }))
    await new Recomputer({ store }).settle()
    const at = beginOf(start, minute)
    const window = { start: at, end: (at + minute) as Micros }
    expect(await store.serviceGraph(window)).toEqual({ nodes: [], edges: [] })
    expect(await store.traceCounts(window, minute)).toEqual(new Map([[at, 1]]))
    const found = []
    for await (const difference of verifyMap(store.connection, 0 as Micros, [])) found.push(difference)
    expect(found).toEqual([])
  })

  test('finds nothing in rows of requests that took decades, whose sums no number counts exactly', async () => {
    await using store = await engine.openEmptyStore()
    const { connection } = store
    const decades = 54 * 365 * 86_400 * 1_000_000
    await put(store, (rows) => {
      for (let number = 1; number <= 40; number++) {
        const at = (start + number * 20_000_000) as Micros
        const duration = (decades + number * 7) as Micros
        const took = { start: at, duration }
        rows.add(at, {
          ...right,
          traceId: trace(number),
          start: at,
          end: (at + duration) as Micros,
          segments: right.segments.map((one) => ({ ...one, ...took })),
          edges: right.edges.map((one) => ({ ...one, ...took })),
        })
      }
    })
    const starts = Array.from({ length: 40 }, (_, number) => (start + (number + 1) * 20_000_000) as Micros)
    await insertMarks(connection, new Set(starts.map((at) => placeOf(at, at))))
    await new Recomputer({ store }).settle()
    const found = []
    for await (const difference of verifyMap(connection, 0 as Micros, [])) found.push(difference)
    expect(found).toEqual([])
    const window = { start: beginOf(start, minute), end: (start + 3_600_000_000) as Micros }
    const { nodes } = await store.serviceGraph(window)
    expect(nodes[0]?.ok).toBe(40)
    expect(nodes[0]?.totalTime).toBeGreaterThanOrEqual(2 ** 53)
  })

  test('names a row of late traces that was made while their table lacked one, and mends both', async () => {
    await using store = await storeWithDocument()
    const { connection } = store
    const late = (later + 3_600_000_000) as Micros
    // Under a wrong key, which is another matter, the trace is late.
    const rows = new SummaryRows()
    rows.add(late, right)
    await rows.insert(connection)
    await insertMarks(connection, new Set([placeOf(start, late), placeOf(0 as Micros, late)]))
    await connection.command({ sql: 'truncate table late_traces' })
    await new Recomputer({ store }).settle()
    const differing = (await differences(store)).filter(({ table }) => table.startsWith('map_'))
    expect(differing.map(({ table }) => table)).toEqual(['map_1m', 'map_1h', 'map_1d'])
    expect(differing[0]).toMatchObject({ isLate: true, start: beginOf(start, minute), problem: 'differs' })
    for await (const difference of verifyMap(connection, 0 as Micros, [])) await repairMap(connection, difference)
    await new Recomputer({ store }).settle()
    expect((await differences(store)).filter(({ table }) => table.startsWith('map_'))).toEqual([])
  })

  test('mends a summary that is missing, one that differs and one under a wrong key', async () => {
    await using store = await storeWithDocument()
    await put(store, (rows) => rows.add((later + 1) as Micros, { ...right, fault: true }))
    expect((await differences(store)).length).toBeGreaterThan(0)
    for await (const _ of store.verify({ repair: true }));
    expect(await differences(store)).toEqual([])
    const { traces } = await store.listTraces({ window: { start, end: later }, range: 'Event' })
    expect(traces).toEqual([listedOf(right)])
  })

  test('names a minute in which traces count and that has no mark', async () => {
    await using store = await storeWithDocument()
    const rows = new SummaryRows()
    rows.add(later, right)
    await rows.insert(store.connection)
    const at = beginOf(start, minute)
    expect(await differences(store)).toEqual([{ table: 'marks', start: at, isLate: false, problem: 'missing' }])
  })
})
