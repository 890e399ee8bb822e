import { graphOf, type Micros, type TraceSummary } from '@roentgen/trace'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Connection } from '../connection.ts'
import { arbitrarySummary } from '../fixtures/arbitrary-summary.ts'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import { SummaryRows } from '../insert-summaries.ts'
import { insertMarks } from '../map/insert-marks.ts'
import { placeOf } from '../map/place.ts'
import { Recomputer } from '../map/recomputer.ts'
import { hour, minute } from '../map/span-of-rows.ts'
import type { Store } from '../store.ts'

const noon = 1_700_000_000_000_000 - (1_700_000_000_000_000 % hour)
/** Cut at both ends, with whole hours between minutes. */
const window = { start: (noon + 20 * minute + 7e6) as Micros, end: (noon + 2 * hour + 33 * minute + 3e6) as Micros }
const never = new AbortController().signal

let engine: TestEngine
let store: Store
const stored: TraceSummary[] = []

beforeAll(async () => {
  engine = await startTestEngine()
  store = await engine.openStore()
})
afterAll(async () => {
  await store.close()
  await engine[Symbol.asyncDispose]()
})

/** Traces that start all over the window and beyond, each third of them late. */
async function insert(seed: number, count: number): Promise<void> {
  const rows = new SummaryRows()
  const places = new Set<ReturnType<typeof placeOf>>()
  for (const [i, summary] of fc.sample(arbitrarySummary, { numRuns: count, seed }).entries()) {
    const start = (noon + ((i * 211e6 + seed * 1e6) % (3 * hour))) as Micros
    const key = (i % 3 === 0 ? start + 2 * minute : start) as Micros
    stored.push({ ...summary, start })
    rows.add(key, { ...summary, start })
    places.add(placeOf(start, key))
  }
  await rows.insert(store.connection)
  await insertMarks(store.connection, places)
}

function expected({ start: from, end } = window) {
  return graphOf(stored.filter(({ start }) => start >= from && start < end))
}

/** Rows of the map that are asked of the engine while this runs, by table, kind and time. */
async function rowsRead(work: () => Promise<unknown>): Promise<string[]> {
  const asked = vi.spyOn(Connection.prototype, 'bytes')
  try {
    await work()
    return asked.mock.calls.flatMap(([, { sql, parameters = {} }]) =>
      [
        ...sql.matchAll(/from (map_1.)\nwhere group_name = \{.*\n {2}and late = (\d)\n {2}and start in \{(\w+)/g),
      ].flatMap(([, table, late, starts = '']) =>
        [parameters[starts]].flat().map((start) => `${table} ${late} ${start}`),
      ),
    )
  } finally {
    asked.mockRestore()
  }
}

describe('the map of a window that is read ahead', () => {
  test('of a store without traces costs one statement', async () => {
    const asked = vi.spyOn(Connection.prototype, 'bytes')
    expect(await store.readMapAhead(window, never)).toBe(0)
    expect(asked).toHaveBeenCalledTimes(1)
    asked.mockRestore()
  })

  test('stops before it reads anything where it is told to', async () => {
    await insert(1, 45)
    await new Recomputer({ store }).settle()
    const rows = await rowsRead(async () => expect(await store.readMapAhead(window, AbortSignal.abort())).toBe(0))
    expect(rows).toEqual([])
  })

  test('is asked for without a row being read again', async () => {
    const ahead = await rowsRead(async () => expect(await store.readMapAhead(window, never)).toBeGreaterThan(8))
    expect(ahead.some((row) => row.startsWith('map_1h 0'))).toBe(true)
    expect(ahead.some((row) => row.startsWith('map_1m 1'))).toBe(true)
    expect(new Set(ahead).size).toBe(ahead.length)
    expect(await rowsRead(async () => expect(await store.serviceGraph(window)).toEqual(expected()))).toEqual([])
    expect(await store.serviceGraph(window)).toEqual(expected())
  })

  test('has what has come since, and what comes while it is read', async () => {
    await insert(2, 9)
    const reading = store.readMapAhead(window, never)
    await insert(3, 9)
    await new Recomputer({ store }).settle()
    await reading
    expect(await store.serviceGraph(window)).toEqual(expected())
    await insert(4, 10)
    expect(await store.serviceGraph(window)).toEqual(expected())
  })

  test('and asked for at the same time is read once', async () => {
    await using another = await engine.openStore()
    const rows = await rowsRead(async () => {
      const ask = () => another.serviceGraph(window)
      const [, ...graphs] = await Promise.all([another.readMapAhead(window, never), ask(), ask()])
      expect(graphs).toEqual([expected(), expected()])
    })
    expect(rows.length).toBeGreaterThan(8)
    expect(new Set(rows).size).toBe(rows.length)
  })

  test('waits while anybody asks', async () => {
    let isAnswered = false
    const slow = store.connection.rows('ask', { sql: 'select sleep(0.4)' }).then(() => {
      isAnswered = true
    })
    await store.connection.whenNobodyAsks(never)
    expect(isAnswered).toBe(true)
    await slow
    const ending = new AbortController()
    const another = store.connection.rows('lookup', { sql: 'select sleep(0.4), 1' }).then(() => {
      isAnswered = false
    })
    const waiting = store.connection.whenNobodyAsks(ending.signal)
    ending.abort()
    await waiting
    expect(isAnswered).toBe(true)
    await another
  })
})

/** Works once between the answer of the first statement from here that `isIt`, and who waits for it. */
async function whenAnswered(
  isIt: (sql: string) => boolean,
  work: () => Promise<unknown>,
  during: () => Promise<unknown>,
): Promise<void> {
  const bytes = Connection.prototype.bytes
  let isDue = true
  const asked = vi.spyOn(Connection.prototype, 'bytes').mockImplementation(async function (
    this: Connection,
    ...question
  ) {
    const answer = await bytes.apply(this, question)
    if (isDue && isIt(question[1].sql)) {
      isDue = false
      await work()
    }
    return answer
  })
  try {
    await during()
  } finally {
    asked.mockRestore()
  }
  expect(isDue).toBe(false)
}

describe('a map during which another question learns that hours are clean', () => {
  test('has the traces of an hour that it found dirty', async () => {
    await insert(5, 45)
    await using another = await engine.openStore()
    // Of the last three hours minutes are read in any case.
    const long = { ...window, end: (noon + 6 * hour) as Micros }
    let marksRead = 0
    await whenAnswered(
      // First of the whole window, then of hours that are dirty.
      (sql) => sql.includes('from marks') && ++marksRead === 2,
      async () => {
        await new Recomputer({ store }).settle()
        await another.serviceGraph(long)
      },
      async () => expect(await another.serviceGraph(long)).toEqual(expected(long)),
    )
  })

  test('has the traces of an hour that has more marks by then', async () => {
    await using another = await engine.openStore()
    const toHour = { start: window.start, end: (noon + 2 * hour + minute) as Micros }
    const requestsOf = async () =>
      (await another.serviceGraph(toHour)).nodes.reduce((sum, { ok, error, fault }) => sum + ok + error + fault, 0)
    const before = await requestsOf()
    // A minute before the hour that is asked for what it knows.
    await insert(1800, 1)
    await whenAnswered(
      (sql) => sql.includes("'map_1m' as name"),
      async () => {
        await insert(7, 45)
        await new Recomputer({ store }).settle()
        await another.serviceGraph(toHour)
      },
      async () => expect(await requestsOf()).toBeGreaterThanOrEqual(before),
    )
  })
})
