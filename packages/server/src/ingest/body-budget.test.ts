import { describe, expect, test } from 'vitest'
import { BodyBudget } from './body-budget.ts'

describe('the budget of bodies', () => {
  test('lets bodies in, in their order, as others leave', async () => {
    const budget = new BodyBudget(100)
    expect(await budget.take(80, 0)).toBe(true)
    const entered: string[] = []
    const large = budget.take(90, 10_000).then(() => entered.push('large'))
    const small = budget.take(10, 10_000).then(() => entered.push('small'))
    budget.giveBack(80)
    await Promise.all([large, small])
    expect(entered).toEqual(['large', 'small'])
  })

  test('lets a small body in as soon as the large one before it has given up', async () => {
    const budget = new BodyBudget(100)
    await budget.take(80, 0)
    const large = budget.take(90, 5)
    const small = budget.take(10, 10_000)
    expect(await large).toBe(false)
    expect(await Promise.race([small, new Promise((resolve) => setTimeout(resolve, 1000, 'still waits'))])).toBe(true)
  })

  test('sends a body away when its time is up, and keeps its place for nobody', async () => {
    const budget = new BodyBudget(100)
    await budget.take(100, 0)
    expect(await budget.take(1, 5)).toBe(false)
    budget.giveBack(100)
    expect(await budget.take(100, 0)).toBe(true)
  })
})
