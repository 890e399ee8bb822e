import { fork } from 'node:child_process'
import { once } from 'node:events'
import { shopDocuments } from './shop-documents.ts'

/** What a generator process is asked to send. */
export interface Workload {
  readonly url: string
  readonly seed: number
  readonly prefix: string
  /** Documents to send in all. */
  readonly documents: number
  /** Documents a second; 0 is as fast as they are acknowledged. */
  readonly rate: number
  /** HTTP only: documents a request, and requests under way at once. */
  readonly batch: number
  readonly concurrency: number
}

/** What it tells when it is through. */
export interface Sent {
  readonly documents: number
  readonly segments: number
  readonly traces: number
  readonly seconds: number
  /** HTTP only. */
  readonly rejected: number
  readonly throttledRequests: number
  readonly ackMilliseconds: readonly number[]
  readonly traceIds: readonly string[]
}

/** Runs `generate-http` or `generate-udp` in a process of its own. */
export async function runGenerator(kind: 'http' | 'udp', workload: Workload): Promise<Sent> {
  const child = fork(new URL(`./generate-${kind}.js`, import.meta.url), [JSON.stringify(workload)])
  const result = once(child, 'message').then(([sent]) => sent as Sent)
  const [status] = await once(child, 'exit')
  if (status !== 0) throw new Error(`the ${kind} generator ended with ${status}`)
  return result
}

export function workloadOfProcess(): Workload {
  return JSON.parse(process.argv[2] ?? '') as Workload
}

/** The documents of a workload, with a count of what is distinct in them. */
export function countedDocuments({ seed, prefix, documents }: Workload) {
  const segments = new Set<string>()
  const traces = new Set<string>()
  let given = 0
  const source = shopDocuments({ seed, prefix, clock: () => Date.now() / 1000 })
  return {
    next(): string | undefined {
      if (given >= documents) return undefined
      const { value } = source.next()
      given += 1
      // Of a segment that is only begun when the stream ends, no request is counted.
      if (value.complete) segments.add(value.segmentId)
      traces.add(value.traceId)
      return value.text
    },
    counts: () => ({
      documents: given,
      segments: segments.size,
      traces: traces.size,
      traceIds: everyNth([...traces], 2000),
    }),
  }
}

function everyNth(from: readonly string[], wanted: number): string[] {
  const step = Math.max(1, Math.floor(from.length / wanted))
  return from.filter((_, index) => index % step === 0)
}
