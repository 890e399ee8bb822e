import { expect, test } from 'vitest'
import { inPairs } from './in-pairs.ts'

test('two questions are under way at most, and answers stand in the order of the questions', async () => {
  let underWay = 0
  let most = 0
  const answers = await inPairs([5, 1, 3, 2, 4], async (number) => {
    underWay += 1
    most = Math.max(most, underWay)
    for (let turn = 0; turn < number; turn++) await Promise.resolve()
    underWay -= 1
    return number * 10
  })
  expect(answers).toEqual([50, 10, 30, 20, 40])
  expect(most).toBe(2)
})

test('a question that fails fails all', async () => {
  await expect(
    inPairs([1, 2, 3], (number) => (number === 2 ? Promise.reject(new Error('two')) : Promise.resolve(1))),
  ).rejects.toThrow('two')
})
