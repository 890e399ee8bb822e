import { check, parse } from '@roentgen/filter'
import type { Micros, RootCause, TraceSummary } from '@roentgen/trace'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { arbitrarySummary } from '../fixtures/arbitrary-summary.ts'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import { SummaryRows } from '../insert-summaries.ts'
import type { Store } from '../store.ts'
import { shapeColumnTypes } from '../trace-shape.ts'
import { traceKeyNames } from '../trace-values.ts'
import { numberColumnTypes } from '../value-numbers.ts'
import type { ComparedKey } from './compared-values.ts'
import { readFirst, readMostShared } from './first-values.ts'
import type { GroupOrder } from './group-orders.ts'
import { textKey } from './known-texts.ts'
import type { TraceSet } from './matching-traces.ts'
import { annotationOf, type TraceKeyName, traceValueOf } from './trace-keys.ts'
import { noTraces } from './trace-statistics.ts'

const window = { start: 0 as Micros, end: Number.MAX_SAFE_INTEGER as Micros }
const everything: TraceSet = { window }
const someKeys = ['a', '', '\0', 'null']
const keys: readonly TraceKeyName[] = [...traceKeyNames, ...someKeys.map((annotation) => ({ annotation }))]

/** Rows from this one on have, by turns, two values of two keys one way round and the other. */
const firstSwapped = 380

function swapped(number: number): Pick<TraceSummary, 'rootCauses' | 'annotations'> {
  const [one, other] = number % 2 === 0 ? (['one', 'other'] as const) : (['other', 'one'] as const)
  const cause = (kind: RootCause['kind'], name: string): RootCause => {
    const entity = { name, type: '', account: '' }
    return { kind, clientImpacting: true, services: [{ entity, inferred: false, path: [] }] }
  }
  return {
    rootCauses: [cause('fault', one), cause('error', other)],
    annotations: [
      { segment: 0, key: one, value: true },
      { segment: 0, key: other, value: false },
    ],
  }
}

/** Any rows, with annotations that many of them share. */
const rows = fc.sample(arbitrarySummary, { numRuns: 400, seed: 11 }).map(
  (summary, number): TraceSummary => ({
    ...summary,
    ...(number >= firstSwapped && { rootCauses: swapped(number).rootCauses }),
    // One of them takes longer than fits in 32 bits.
    responseTime: (number === 7 ? 5e9 : summary.responseTime) as Micros | undefined,
    annotations: (number >= firstSwapped ? swapped(number) : summary).annotations.map((annotation, at) =>
      at === 0 && number < firstSwapped
        ? { ...annotation, key: someKeys[number % someKeys.length] ?? '', value: [0, -0, 'x', false][number % 4] ?? '' }
        : annotation,
    ),
  }),
)

describe('values that are counted by number', () => {
  let engine: TestEngine
  let store: Store

  beforeAll(async () => {
    engine = await startTestEngine()
    store = await engine.openStore()
    const batch = new SummaryRows()
    for (const [number, summary] of rows.entries()) batch.add((1_700_000_000_000_000 + number) as Micros, summary)
    await batch.insert(store.connection)
  })
  afterAll(async () => {
    await store.close()
    await engine[Symbol.asyncDispose]()
  })

  const grouped = async (key: TraceKeyName, order: GroupOrder) => {
    const question = { set: everything, key, order, descending: true, contains: '', limit: 5_000 }
    const { distinct, groups } = await store.groupedTraces(question)
    return { distinct, groups: groups.map((group) => JSON.stringify(group)).sort() }
  }

  test.each(
    keys.map((key) => [typeof key === 'string' ? key : `annotation[${JSON.stringify(key.annotation)}]`, key] as const),
  )('of %s make the groups that their texts make', async (_, key) => {
    const byText = await grouped(key, 'value')
    expect(await grouped(key, 'count')).toEqual(byText)
    expect(await grouped(key, 'p95')).toEqual(byText)
  })

  test.each(['', 'fault', 'responsetime > 0.01', 'fault AND !fault'])(
    'are first in the same order where those are looked for that several traces have, with the filter "%s"',
    async (text) => {
      const set = text === '' ? everything : { window, filter: check(parse(text)) }
      for (const key of keys)
        for (const limit of [1, 2, 7, 50, 5_000]) {
          const asked = { set, key, order: 'count', descending: true, contains: '', limit } as const
          const first = await readFirst(store.connection, asked)
          expect(await readMostShared(store.connection, asked)).toEqual(first)
        }
    },
    60_000,
  )

  test('make the same groups once most traces are known to have a value of their own', async () => {
    const { connection } = store
    const rows = connection.rows.bind(connection)
    let shared = 0
    connection.rows = (lane, question) => {
      if (question.sql.includes('arrayEnumerateUniq')) shared += 1
      return rows(lane, question)
    }
    try {
      for (const key of keys) {
        // Of no length that was asked for before.
        const set = { window: { start: 0 as Micros, end: 4_000_000_000_000_000 as Micros } }
        const asked = { set, key, order: 'count', descending: true, contains: '', limit: 20 } as const
        const before = await store.groupedTraces(asked)
        // Where a trace of all was received is none of their figures.
        expect(Object.keys(before.total).sort()).toEqual(Object.keys(noTraces).sort())
        expect(await store.groupedTraces(asked)).toEqual(before)
      }
    } finally {
      connection.rows = rows
    }
    expect(shared).toBeGreaterThan(0)
  }, 30_000)

  test('are found in as many traces of two sets as their texts', async () => {
    const filters = ['responsetime > 0.01', 'fault', '!fault'].map((text) => ({ window, filter: check(parse(text)) }))
    const [slow, faulty, others] = filters
    if (slow === undefined || faulty === undefined || others === undefined) throw new Error('three filters')
    for (const sets of [
      [faulty, others],
      [slow, faulty],
    ] as const) {
      const totals = (await store.tracesInSets(sets)) as [number, number]
      for (const key of [...traceKeyNames, 'every annotation', { annotation: 'a' }] as readonly ComparedKey[]) {
        const [compared] = await store.comparedValues({ sets, keys: [key], totals, limit: 5_000 })
        const wanted = (compared?.values ?? []).flatMap(({ number }) => (number === undefined ? [] : [{ key, number }]))
        const texts = await store.comparedTexts(wanted, sets)
        const found = (compared?.values ?? []).map(({ number, counts }) => {
          const text = number === undefined ? undefined : texts.get(textKey({ key, number }))
          if (number !== undefined && text === undefined) throw new Error(`no text for ${number}`)
          return [text, ...counts] as const
        })
        expect(compared?.distinct).toBe(found.length)
        if (key === 'every annotation') {
          for (const [text, a] of found) {
            if (text === undefined) continue
            const { key: annotation, value } = annotationOf(text)
            const { groups } = await store.groupedTraces(question(sets[0], { annotation }))
            expect(groups.find((group) => group.value?.value === value)?.count ?? 0).toBe(a)
          }
          continue
        }
        const shownAs = (text: string | undefined) =>
          JSON.stringify(text === undefined ? null : traceValueOf(key, text))
        const counts = await Promise.all(
          sets.map(async (set) => {
            const { groups } = await store.groupedTraces(question(set, key))
            return new Map(groups.map((group) => [JSON.stringify(group.value ?? null), group.count]))
          }),
        )
        const all = new Set(counts.flatMap((own) => [...own.keys()]))
        const expected = [...all]
          .map((value) => [value, counts[0]?.get(value) ?? 0, counts[1]?.get(value) ?? 0] as const)
          .filter(([, a, b]) => a + b >= 5)
        const sorted = (list: readonly (readonly unknown[])[]) => list.map((one) => JSON.stringify(one)).sort()
        expect(sorted(found.map(([text, a, b]) => [shownAs(text), a, b]))).toEqual(sorted(expected))
      }
    }
  }, 30_000)

  test('are compared in parts where all do not fit in memory', async () => {
    const sets = ['fault', '!fault'].map((text) => ({ window, filter: check(parse(text)) }))
    const [faulty = everything, others = everything] = sets
    const totals = (await store.tracesInSets(sets)) as [number, number]
    const asked = { sets: [faulty, others] as const, keys: ['service', 'user', 'every annotation'] as const, totals }
    const whole = await store.comparedValues({ ...asked, limit: 5 })
    const { connection } = store
    const rows = connection.rows.bind(connection)
    let refused = 0
    connection.rows = (lane, question) => {
      const isWhole = question.sql.includes('group by number\n') && !question.sql.includes('bitAnd(x, 15)')
      if (!isWhole) return rows(lane, question)
      refused += 1
      return rows(lane, { ...question, settings: { ...question.settings, max_memory_usage: '1000' } })
    }
    try {
      expect(await store.comparedValues({ ...asked, limit: 5 })).toEqual(whole)
    } finally {
      connection.rows = rows
    }
    // Those of shapes and the others.
    expect(refused).toBe(2)
  }, 30_000)

  test('make the same groups where so many lists differ that they do not fit in memory', async () => {
    const { connection } = store
    const rows = connection.rows.bind(connection)
    const byList = await grouped('service', 'count')
    let refused = 0
    connection.rows = (lane, question) => {
      if (!/group by (list|cityHash64\(list\))/.test(question.sql)) return rows(lane, question)
      refused += 1
      return rows(lane, { ...question, settings: { ...question.settings, max_memory_usage: '1000' } })
    }
    try {
      expect(await grouped('service', 'count')).toEqual(byList)
    } finally {
      connection.rows = rows
    }
    // Those of all values, and then those of the values that are shown.
    expect(refused).toBe(2)
  })

  test('of sets that overlap have the figures and response times of each set alone', async () => {
    const sets = ['responsetime > 0.01', 'fault', '!fault', 'fault AND !fault'].map(
      (text): TraceSet => ({ window, filter: check(parse(text)) }),
    )
    const together = await store.histogram(sets)
    for (const [at, set] of sets.entries()) {
      expect(together.statistics[at]).toEqual(await store.statistics(set))
      const { log } = await store.histogram([set], 0)
      const own = together.log.map(({ from, to, counts }) => ({ from, to, counts: counts.slice(at, at + 1) }))
      expect(own.filter(({ counts: [count] }) => count !== 0)).toEqual(log)
      const inBins = together.equal.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0)
      expect(inBins).toBe(together.statistics[at]?.answered)
    }
  })

  test('are the same in rows of before there were numbers', async () => {
    const before = await Promise.all(keys.map((key) => grouped(key, 'count')))
    const { connection } = store
    const columns = [...numberColumnTypes, ...shapeColumnTypes]
    const altered = (changes: readonly string[]) =>
      connection.command({ sql: `alter table summaries ${changes.join(', ')}`, settings: { mutations_sync: '2' } })
    await altered(columns.toReversed().map(([name]) => `drop column ${name}`))
    await altered(columns.map(([name, type, sql]) => `add column ${name} ${type} materialized ${sql}`))
    expect(await Promise.all(keys.map((key) => grouped(key, 'count')))).toEqual(before)
  }, 30_000)
})

const question = (set: TraceSet, key: TraceKeyName) => ({
  ...{ set, key, order: 'value' as const, descending: true, contains: '', limit: 5_000 },
})
