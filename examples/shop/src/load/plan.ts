import { dummyProduct, products } from '../products.ts'
import type { Random } from '../random.ts'

/** What a customer does in one go. */
export type Task = 'home' | 'product' | 'cart' | 'add' | 'checkout'

/** One entry a share: the home page is visited twice as often as anything else. Source: the lab's load generator. */
const shares = ['home', 'home', 'product', 'cart', 'add', 'checkout'] as const

/** Seconds that a customer waits between two tasks. */
const wait = { low: 5, high: 20 } as const

const ids: readonly [string, ...string[]] = [dummyProduct, ...products.map(({ id }) => id)]

export interface Plan {
  next(): Task
  /** A product that is looked for; one in ten does not exist. */
  product(): string
  /** Milliseconds until the next task. */
  pause(): number
}

/**
 * What one customer does, in order.
 * @param first done before anything is drawn
 * @param rate 2 waits half as long
 */
export function planOf(random: Random, rate: number, first?: Task): Plan {
  let opening = first
  return {
    next: () => {
      const task = opening ?? random.pick(shares)
      opening = undefined
      return task
    },
    product: () => random.pick(ids),
    pause: () => (random.between(wait.low, wait.high) * 1000) / rate,
  }
}

/** The first two customers begin with what makes the map complete, whatever the seed: an order, and the home page. */
export function openingOf(customer: number): Task | undefined {
  return (['checkout', 'home'] as const)[customer]
}
