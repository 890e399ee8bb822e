// The load generator: customers who walk about in the shop until this process is ended.
import { featuredProduct } from '../products.ts'
import { seededRandom } from '../random.ts'
import { openBrowser } from './browser.ts'
import { perform } from './customer.ts'
import { openingOf, planOf } from './plan.ts'

const users = Number(process.env.LOAD_USERS)
const rate = Number(process.env.LOAD_RATE)
const seed = Number(process.env.LOAD_SEED)

await Promise.all(Array.from({ length: users }, (_, customer) => shopForEver(customer)))

async function shopForEver(customer: number): Promise<never> {
  const random = seededRandom(seed * 1000 + customer)
  const opening = openingOf(customer)
  const plan = planOf(random, rate, opening)
  const browser = openBrowser(`http://${process.env.FRONTEND_ADDR}`)
  let isFirst = opening !== undefined
  for (;;) {
    try {
      await perform(plan.next(), browser, isFirst ? featuredProduct : plan.product())
    } catch (error) {
      console.error(error instanceof Error ? error.message : error)
    }
    isFirst = false
    await new Promise((resolve) => setTimeout(resolve, plan.pause()))
  }
}
