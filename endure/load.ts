import { type ShopDocument, shopDocuments } from '../bench/shop-documents.ts'
import type { XrayClient } from '../bench/xray-client.ts'
import type { Acknowledged } from './acknowledged.ts'

/** Documents sent over and over until stopped; whatever is refused or lost on the way is simply not acknowledged. */
export interface Load {
  /** Ends after the requests under way; resolves when none is. */
  stop(): Promise<void>
  /** Requests that no answer came to: those a kill has cut. */
  readonly cut: number
  /** Requests that were told to come again later; their documents are not sent again. */
  readonly refused: number
}

const batchSize = 20
const pauseMilliseconds = 15

export interface LoadPace {
  /** Documents a second; as many as come through with a short pause after each batch where it is not said. */
  readonly rate?: number
  readonly lanes?: number
}

/** @param source one endless stream of documents for the whole run, so that no document of one kill returns in the next */
export function startLoad(
  client: () => XrayClient,
  source: Iterator<ShopDocument>,
  acknowledged: Acknowledged,
  { rate, lanes = 3 }: LoadPace = {},
): Load {
  let running = true
  let cut = 0
  let refused = 0
  let sent = 0
  const began = performance.now()
  const lane = async () => {
    while (running) {
      const documents = Array.from({ length: batchSize }, () => source.next().value as ShopDocument)
      try {
        const answer = await client().post(
          '/TraceSegments',
          JSON.stringify({ TraceSegmentDocuments: documents.map(({ text }) => text) }),
        )
        const unprocessed = answer.body.UnprocessedTraceSegments as readonly object[] | undefined
        if (answer.status === 200 && unprocessed?.length === 0) acknowledged.add(documents)
        else if (answer.status === 200)
          throw new Error(`documents of the data set were rejected: ${JSON.stringify(unprocessed)}`)
        else refused += 1
      } catch (error) {
        if (!isCutConnection(error)) throw error
        cut += 1
      }
      sent += batchSize
      const early = rate === undefined ? pauseMilliseconds : (sent / rate) * 1000 - (performance.now() - began)
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, early)))
    }
  }
  const all = Promise.all(Array.from({ length: lanes }, lane))
  // Awaited in stop(); until then a failure must not end the process without its report.
  all.catch(() => {
    running = false
  })
  return {
    stop: async () => {
      running = false
      await all
    },
    get cut() {
      return cut
    },
    get refused() {
      return refused
    },
  }
}

function isCutConnection(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['ECONNRESET', 'ECONNREFUSED', 'EPIPE'].includes(String(error.code))
  )
}

export function endlessDocuments(seed: number): Iterator<ShopDocument> {
  return shopDocuments({ seed, clock: () => Date.now() / 1000 })[Symbol.iterator]()
}
