import type { Socket } from 'node:dgram'
import { gunzipSync } from 'node:zlib'
import type { Answer, XrayClient } from '../../bench/xray-client.ts'
import { readMetrics, sumOf } from '../metrics.ts'
import type { Input } from './inputs.ts'

const header = '{"format":"json","version":1}\n'
const bodyLimit = 8 * 2 ** 20

/** Sends inputs to a server, reads its answers, and counts both. */
export class Sender {
  readonly #socket: Socket
  readonly #port: number
  readonly #client: XrayClient
  readonly sent = { datagrams: 0, bodies: 0, bodiesRefused: 0, documentsAccepted: 0, documentsRejected: 0 }
  readonly #failures: string[] = []

  constructor(socket: Socket, port: number, client: XrayClient) {
    this.#socket = socket
    this.#port = port
    this.#client = client
  }

  async send(inputs: readonly Input[]): Promise<void> {
    const bodies: Promise<void>[] = []
    for (const { door, bytes, headers, what } of inputs) {
      if (door === 'udp') await this.#datagram(bytes)
      else bodies.push(this.#body(bytes, headers, what))
    }
    await Promise.all(bodies)
  }

  datagram(text: string): Promise<void> {
    return this.#datagram(Buffer.from(header + text))
  }

  documents(texts: readonly string[]): Promise<void> {
    return this.#body(Buffer.from(JSON.stringify({ TraceSegmentDocuments: texts })), {}, 'sound documents')
  }

  /** What the server's counters do not account for, or do not explain; everything sent must be in lists by now. */
  async uncounted(url: string): Promise<string[]> {
    const metrics = await readMetrics(url)
    const accepted = (source: string) => sumOf(metrics, 'roentgen_documents_accepted_total', `source="${source}"`)
    const rejected = (source: string) => sumOf(metrics, 'roentgen_documents_rejected_total', `source="${source}"`)
    const dropped = sumOf(metrics, 'roentgen_datagrams_dropped_total')
    const { datagrams, documentsAccepted, documentsRejected } = this.sent
    const pairs: [string, number, number][] = [
      ['datagrams sent, and accepted, rejected or dropped', datagrams, accepted('udp') + rejected('udp') + dropped],
      ['datagrams dropped', 0, dropped],
      ['documents acknowledged over HTTP, and counted', documentsAccepted, accepted('http')],
      ['documents refused over HTTP, and counted', documentsRejected, rejected('http')],
      ['documents that the store refused', 0, sumOf(metrics, 'roentgen_loader_quarantined_total')],
      ['traces that could not be assembled', 0, sumOf(metrics, 'roentgen_loader_failures_total')],
      ['steps of the loader that were tried again', 0, sumOf(metrics, 'roentgen_loader_retries_total')],
      ['restarts of the engine', 0, sumOf(metrics, 'roentgen_engine_restarts_total')],
    ]
    const off = pairs.filter(([, expected, found]) => expected !== found)
    return [...this.#failures, ...off.map(([what, expected, found]) => `${what}: ${expected} and ${found}`)]
  }

  #datagram(bytes: Buffer): Promise<void> {
    this.sent.datagrams += 1
    return new Promise((resolve, reject) =>
      this.#socket.send(bytes, this.#port, '127.0.0.1', (error) => (error ? reject(error) : resolve())),
    )
  }

  async #body(bytes: Buffer, headers: Readonly<Record<string, string>>, what: string): Promise<void> {
    this.sent.bodies += 1
    let answer: Answer
    try {
      answer = await this.#client.post('/TraceSegments', bytes, headers)
    } catch (error) {
      // The server may close the connection on a body that is longer than it reads.
      if (bytes.length <= bodyLimit) this.#failures.push(`no answer to ${what}: ${String(error)}`)
      this.sent.bodiesRefused += 1
      return
    }
    const { status, body } = answer
    if (status !== 200) {
      this.sent.bodiesRefused += 1
      if (status < 400 || status >= 500 || !body.__type || !body.Message)
        this.#failures.push(`${status} ${JSON.stringify(body)} for ${what}`)
      return
    }
    const unprocessed = body.UnprocessedTraceSegments as readonly { ErrorCode?: string; Message?: string }[]
    for (const { ErrorCode: code, Message: message } of unprocessed)
      if (!code || !message?.includes(code)) this.#failures.push(`rejected without a reason: ${what}`)
    this.sent.documentsRejected += unprocessed.length
    this.sent.documentsAccepted += documentsIn(bytes, headers) - unprocessed.length
  }
}

function documentsIn(bytes: Buffer, headers: Readonly<Record<string, string>>): number {
  const packed = /gzip/i.test(headers['content-encoding'] ?? '')
  const body: { TraceSegmentDocuments: readonly unknown[] } = JSON.parse(
    (packed ? gunzipSync(bytes) : bytes).toString(),
  )
  return body.TraceSegmentDocuments.length
}
