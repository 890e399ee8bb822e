// A process of its own: datagrams at a steady rate, as many SDKs together send them.
import { createSocket } from 'node:dgram'
import { countedDocuments, type Sent, workloadOfProcess } from './generator.ts'

const workload = workloadOfProcess()
const { hostname, port } = new URL(workload.url)
const source = countedDocuments(workload)
const socket = createSocket('udp4')
const header = '{"format":"json","version":1}\n'
// A burst after a late timer would measure this process and not the server: it catches up in small steps.
const largestStep = 20
const started = performance.now()
let count = 0

for (let document = source.next(); document !== undefined; ) {
  const due = Math.floor(((performance.now() - started) / 1000) * workload.rate)
  const step = Math.min(largestStep, due - count)
  for (let index = 0; index < step && document !== undefined; index += 1) {
    const bytes = Buffer.from(header + document)
    await new Promise<void>((resolve, reject) =>
      socket.send(bytes, Number(port), hostname, (error) => (error ? reject(error) : resolve())),
    )
    count += 1
    document = source.next()
  }
  await new Promise((resolve) => setTimeout(resolve, 1))
}
const seconds = (performance.now() - started) / 1000
socket.close()
const sent: Sent = { ...source.counts(), seconds, rejected: 0, throttledRequests: 0, ackMilliseconds: [] }
process.send?.(sent, () => process.disconnect())
