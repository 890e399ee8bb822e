import { describe, expect, test } from 'vitest'
import { dummyProduct } from '../products.ts'
import { seededRandom } from '../random.ts'
import { openingOf, planOf, type Task } from './plan.ts'

const hour = 3600_000

/** Tasks that so many customers do in an hour when each takes half a second. */
function hourOf(users: number, rate: number, seed: number): Task[] {
  return Array.from({ length: users }, (_, user) => {
    const plan = planOf(seededRandom(seed * 1000 + user), rate)
    const tasks: Task[] = []
    for (let clock = 0; clock < hour; clock += 500 + plan.pause()) tasks.push(plan.next())
    return tasks
  }).flat()
}

// An hour of twenty customers, so that chance is smaller than the 15 % of the lab's check.
describe('what customers do', () => {
  const tasks = hourOf(20, 1, 1)

  test.each([
    { task: 'home', share: 2 / 6 },
    { task: 'product', share: 1 / 6 },
    { task: 'cart', share: 1 / 6 },
    { task: 'add', share: 1 / 6 },
    { task: 'checkout', share: 1 / 6 },
  ])('$task is within 15 % of its share of the lab', ({ task, share }) => {
    const seen = tasks.filter((one) => one === task).length / tasks.length
    expect(Math.abs(seen / share - 1)).toBeLessThan(0.15)
  })

  test('a customer does a task every 13 s', () => {
    expect(tasks.length / 20 / 60).toBeCloseTo(60 / 13, 0)
  })

  test('two customers make the 41 requests a minute that were measured of the lab', () => {
    // Home 1 + 4 pictures, product 1 + 4, cart 1, add 3, checkout 9 with its redirects; a tenth of products do not exist.
    const requests = { home: 5, product: 1 + 0.9 * 4, cart: 1, add: 3, checkout: 9 }
    const perMinute = tasks.reduce((sum, task) => sum + requests[task], 0) / 20 / 60
    expect(Math.abs((2 * perMinute) / 41 - 1)).toBeLessThan(0.15)
  })

  test('a rate of 2 does twice as much', () => {
    expect(hourOf(20, 2, 1).length / tasks.length).toBeCloseTo(1.93, 1)
  })

  test('one product in ten does not exist', () => {
    const plan = planOf(seededRandom(5), 1)
    const picks = Array.from({ length: 5000 }, () => plan.product())
    expect(picks.filter((id) => id === dummyProduct).length / picks.length).toBeCloseTo(0.1, 1)
  })

  test('the same seed is the same hour, another seed another', () => {
    expect(hourOf(2, 1, 9)).toEqual(hourOf(2, 1, 9))
    expect(hourOf(2, 1, 9)).not.toEqual(hourOf(2, 1, 10))
  })

  test('the first two customers make the map complete before anything is drawn', () => {
    const first = [0, 1, 2].map((customer) => {
      const opening = openingOf(customer)
      return opening && planOf(seededRandom(1), 1, opening).next()
    })
    expect(first).toEqual(['checkout', 'home', undefined])
  })
})
