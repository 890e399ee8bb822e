// A process of its own: documents over HTTP and UDP as fast as it can for some seconds, whatever comes back.
import { createSocket } from 'node:dgram'
import { xrayClient } from '../bench/xray-client.ts'
import { Acknowledged } from './acknowledged.ts'
import { endlessDocuments } from './load.ts'

const [url = '', seconds = '', seed = ''] = process.argv.slice(2)
const requestsAtOnce = 24
const batch = 100
const datagramsATurn = 50
const client = xrayClient(url, requestsAtOnce)
const source = endlessDocuments(Number(seed))
const acknowledged = new Acknowledged(64)
const { hostname, port } = new URL(url)
const socket = createSocket('udp4')
const until = performance.now() + Number(seconds) * 1000
let documents = 0
let throttled = 0
let datagrams = 0

async function overHttp(): Promise<void> {
  while (performance.now() < until) {
    const taken = Array.from({ length: batch }, () => source.next().value)
    const answer = await client.post(
      '/TraceSegments',
      JSON.stringify({ TraceSegmentDocuments: taken.map(({ text }) => text) }),
    )
    documents += batch
    if (answer.status === 200) acknowledged.add(taken)
    else throttled += 1
  }
}

async function overUdp(): Promise<void> {
  while (performance.now() < until) {
    for (let n = 0; n < datagramsATurn; n += 1) {
      const { value } = source.next()
      socket.send(Buffer.from(`{"format":"json","version":1}\n${value.text}`), Number(port), hostname)
      datagrams += 1
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
}

await Promise.all([...Array.from({ length: requestsAtOnce }, overHttp), overUdp()])
client.close()
socket.close()
process.send?.({ documents, throttled, datagrams, kept: acknowledged.list() }, () => process.disconnect())
