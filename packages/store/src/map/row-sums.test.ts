import type { ServiceGraph } from '@roentgen/trace'
import { expect, test } from 'vitest'
import { RowSums } from './row-sums.ts'

const graph = (): ServiceGraph => ({ nodes: [], edges: [] })

test('a sum is read once while its rows are the same, by two questions at once too', async () => {
  const sums = new RowSums()
  let reads = 0
  const read = async () => {
    reads += 1
    return graph()
  }
  const [first, second] = await Promise.all([sums.of('rows', read), sums.of('rows', read)])
  expect(second).toBe(first)
  expect(await sums.of('rows', read)).toBe(first)
  await sums.of('rows made again', read)
  expect(reads).toBe(2)
})

test('what failed is read again', async () => {
  const sums = new RowSums()
  await expect(sums.of('rows', () => Promise.reject(new Error('engine away')))).rejects.toThrow('engine away')
  expect(await sums.of('rows', async () => graph())).toEqual(graph())
})

test('the sums that nobody asked for lately are forgotten', async () => {
  const sums = new RowSums()
  const read: string[] = []
  const ask = (rows: string) =>
    sums.of(rows, async () => {
      read.push(rows)
      return graph()
    })
  for (const rows of ['a', 'b', 'c', 'd', 'a', 'e', 'a', 'b']) await ask(rows)
  expect(read).toEqual(['a', 'b', 'c', 'd', 'e', 'b'])
})
