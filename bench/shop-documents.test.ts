import { describe, expect, test } from 'vitest'
import { type ShopDocument, shopDocuments } from './shop-documents.ts'

const documents = take(20_000, 7)

describe('the data set is what it says', () => {
  test('the same seed gives the same documents, another one gives others', () => {
    expect(take(500, 7)).toEqual(documents.slice(0, 500))
    expect(take(500, 8)).not.toEqual(documents.slice(0, 500))
  })

  test('1.2 KB a document with 3 subsegments', () => {
    const complete = documents.filter((document) => document.complete)
    const mean = complete.reduce((sum, { text }) => sum + text.length, 0) / complete.length
    expect(mean).toBeGreaterThan(1100)
    expect(mean).toBeLessThan(1300)
    for (const { text } of complete.slice(0, 200)) expect(JSON.parse(text).subsegments).toHaveLength(3)
  })

  test('5 segments a trace, from 200 services', () => {
    const segments = new Set(documents.map(({ segmentId }) => segmentId))
    const traces = new Set(documents.map(({ traceId }) => traceId))
    expect(segments.size / traces.size).toBeCloseTo(5, 1)
    expect(new Set(documents.map(({ text }) => JSON.parse(text).name)).size).toBe(200)
  })

  test('of fewer services when that is asked', () => {
    const names = new Set(take(20_000, 7, 100).map(({ text }) => String(JSON.parse(text).name)))
    const tier = (name: string) => [...names].filter((each) => each.startsWith(name)).length
    expect([tier('web-'), tier('shop-'), tier('stock-'), names.size]).toEqual([10, 30, 60, 100])
  })

  test.each([
    ['W3C ids', 0.2, ({ text }: ShopDocument) => /"trace_id":"[0-9a-f]{32}"/.test(text)],
    ['in progress', 0.05, ({ complete }: ShopDocument) => !complete],
  ])('%s: %f', (_, share, holds) => {
    expect(documents.filter(holds).length / documents.length).toBeCloseTo(share, 1)
  })

  test('2 % are repeated', () => {
    const distinct = new Set(documents.map(({ text }) => text)).size
    expect(1 - distinct / documents.length).toBeGreaterThan(0.015)
    expect(1 - distinct / documents.length).toBeLessThan(0.025)
  })
})

function take(count: number, seed: number, services?: number): ShopDocument[] {
  const taken: ShopDocument[] = []
  const options = { seed, clock: () => 1_700_000_000, ...(services !== undefined && { services }) }
  for (const document of shopDocuments(options)) {
    taken.push(document)
    if (taken.length === count) break
  }
  return taken
}
