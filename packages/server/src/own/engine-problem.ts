import type { Store } from '@roentgen/store'
import { traceIdFromHex } from '@roentgen/trace'

/** The store waits 10 s for its engine; who asks for health wants to know sooner. */
const patience = 2000
const noTrace = traceIdFromHex('0'.repeat(32))

/** Why the store does not answer a lookup; undefined where it does. */
export async function storeProblem(store: Pick<Store, 'documentsOf'>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${patience / 1000} s`), patience)
  })
  const answered = store.documentsOf([noTrace]).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  try {
    return await Promise.race([answered, late])
  } finally {
    clearTimeout(timer)
  }
}
