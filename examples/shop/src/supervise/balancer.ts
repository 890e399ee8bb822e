import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { listenLocally } from '../network/listen-locally.ts'

/** A replica as the balancer sees it. */
export interface Target {
  readonly port: number
  /** Requests that it is working on. */
  inFlight: number
}

/** Answers some requests itself; says whether it has. */
export type Handler = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean

/**
 * What a service's name leads to: every request goes to the next ready replica. Without one, and when a replica dies over
 * a request, the connection is reset: a caller meets what it would meet in a cluster. Nothing is tried twice.
 */
export class Balancer {
  /** Requests so far. */
  requests = 0
  private readonly server: Server
  private readonly agent = new Agent({ keepAlive: false })
  private readonly targets: Target[] = []
  private readonly waiting = new Set<() => void>()
  private next = 0

  constructor(before: Handler = () => false) {
    this.server = createServer((incoming, outgoing) => {
      if (!before(incoming, outgoing)) this.forward(incoming, outgoing)
    })
  }

  /** @param port 0 takes a free one */
  listen(port: number): Promise<number> {
    return listenLocally(this.server, port)
  }

  add(target: Target): void {
    if (!this.targets.includes(target)) this.targets.push(target)
  }

  /** No new request goes there; those under way go on. */
  remove(target: Target): void {
    const index = this.targets.indexOf(target)
    if (index >= 0) this.targets.splice(index, 1)
  }

  /** Resolves when a removed target has no request any more, or after the patience. */
  drained(target: Target, patienceMilliseconds: number): Promise<void> {
    if (target.inFlight === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const check = () => target.inFlight === 0 && done()
      const done = () => {
        clearTimeout(timer)
        this.waiting.delete(check)
        resolve()
      }
      const timer = setTimeout(done, patienceMilliseconds)
      this.waiting.add(check)
    })
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve())
      this.server.closeAllConnections()
    })
    this.agent.destroy()
  }

  private forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
    this.requests += 1
    const target = this.targets[this.next % Math.max(1, this.targets.length)]
    this.next = (this.next + 1) % Number.MAX_SAFE_INTEGER
    if (!target) {
      incoming.socket.resetAndDestroy()
      return
    }
    target.inFlight += 1
    let counted = true
    outgoing.on('close', () => {
      if (counted) target.inFlight -= 1
      counted = false
      onward.destroy()
      for (const check of this.waiting) check()
    })
    const { connection: _, ...headers } = incoming.headers
    const onward = request(
      {
        host: '127.0.0.1',
        port: target.port,
        method: incoming.method,
        path: incoming.url,
        headers,
        agent: this.agent,
      },
      (response) => {
        const { connection: _connection, 'keep-alive': _alive, ...kept } = response.headers
        outgoing.writeHead(response.statusCode ?? 502, kept)
        response.on('error', () => incoming.socket.resetAndDestroy())
        response.pipe(outgoing)
      },
    )
    onward.on('error', () => incoming.socket.resetAndDestroy())
    incoming.on('error', () => onward.destroy())
    incoming.pipe(onward)
  }
}
