// A process of its own: PutTraceSegments in batches, with limited concurrency.
import { countedDocuments, type Sent, workloadOfProcess } from './generator.ts'
import { xrayClient } from './xray-client.ts'

const workload = workloadOfProcess()
const client = xrayClient(workload.url, workload.concurrency)
const source = countedDocuments(workload)
const ackMilliseconds: number[] = []
let rejected = 0
let throttledRequests = 0
let taken = 0
const started = performance.now()

await Promise.all(Array.from({ length: workload.concurrency }, lane))
const seconds = (performance.now() - started) / 1000
client.close()
const sent: Sent = { ...source.counts(), seconds, rejected, throttledRequests, ackMilliseconds }
process.send?.(sent, () => process.disconnect())

async function lane(): Promise<void> {
  for (;;) {
    const documents = takeBatch()
    if (documents.length === 0) return
    if (workload.rate > 0) await sleep(started + (taken / workload.rate) * 1000 - performance.now())
    await send(JSON.stringify({ TraceSegmentDocuments: documents }))
  }
}

function takeBatch(): string[] {
  const documents: string[] = []
  while (documents.length < workload.batch) {
    const document = source.next()
    if (document === undefined) break
    documents.push(document)
  }
  taken += documents.length
  return documents
}

/** As a client should: a throttled request is sent again after a pause. The latency is that of the request that was taken. */
async function send(body: string): Promise<void> {
  for (let pause = 50; ; pause = Math.min(1000, pause * 2)) {
    const before = performance.now()
    const answer = await client.post('/TraceSegments', body)
    if (answer.status === 200) {
      ackMilliseconds.push(performance.now() - before)
      rejected += (answer.body.UnprocessedTraceSegments as readonly object[]).length
      return
    }
    if (answer.status !== 429 && answer.status !== 503)
      throw new Error(`status ${answer.status}: ${JSON.stringify(answer.body)}`)
    throttledRequests += 1
    await sleep(pause)
  }
}

function sleep(milliseconds: number): Promise<void> | undefined {
  return milliseconds > 0 ? new Promise((resolve) => setTimeout(resolve, milliseconds)) : undefined
}
