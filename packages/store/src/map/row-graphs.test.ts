import type { Micros } from '@roentgen/trace'
import { expect, test } from 'vitest'
import { bytesOf, emptyGraph } from './packed-graph.ts'
import { RowGraphs } from './row-graphs.ts'

const row = (start: number, version = 1) =>
  ({ table: 'map_1m', isLate: false, start: start as Micros, version }) as const

test('a row is known while it knows as many marks, in its group', () => {
  const rows = new RowGraphs()
  rows.put('', row(60), emptyGraph)
  expect(rows.get('', row(60))).toBe(emptyGraph)
  expect(rows.get('', row(60, 2))).toBeUndefined()
  expect(rows.get('', { ...row(60), isLate: true })).toBeUndefined()
  expect(rows.get('', { ...row(60), table: 'map_1h' })).toBeUndefined()
  expect(rows.get('17', row(60))).toBeUndefined()
})

test('rows that nobody asked for lately are forgotten when there is no more room', () => {
  const rows = new RowGraphs(3 * bytesOf(emptyGraph))
  for (const start of [1, 2, 3]) rows.put('', row(start), emptyGraph)
  rows.get('', row(1))
  rows.put('', row(4), emptyGraph)
  rows.put('', row(4, 2), emptyGraph)
  expect([1, 2, 3].filter((start) => rows.get('', row(start)) !== undefined)).toEqual([1, 3])
  expect(rows.get('', row(4, 2))).toBe(emptyGraph)
})

test('one question reads at a time, also after one that failed', async () => {
  const rows = new RowGraphs()
  const order: string[] = []
  const first = rows.inTurn(async () => {
    order.push('first')
    await Promise.resolve()
    order.push('fails')
    throw new Error('engine away')
  })
  const second = rows.inTurn(async () => order.push('second'))
  await expect(first).rejects.toThrow('engine away')
  await second
  expect(order).toEqual(['first', 'fails', 'second'])
})
