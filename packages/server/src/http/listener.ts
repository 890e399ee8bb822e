import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'
import type { BindOutcome } from '../receive/bind-both.ts'

/** The TCP side: a plain HTTP server whose port can be given back and chosen again, which Fastify's own cannot. */
export class HttpListener {
  readonly #server: Server

  constructor(listener: RequestListener) {
    this.#server = createServer({ requestTimeout: 60_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 }, listener)
  }

  bind(host: string, port: number): Promise<BindOutcome> {
    return new Promise((resolve) => {
      const onError = (error: NodeJS.ErrnoException): void => resolve({ problem: error.code ?? error.message })
      this.#server.once('error', onError)
      this.#server.listen({ host, port, exclusive: true }, () => {
        this.#server.off('error', onError)
        const address = this.#server.address()
        resolve({ port: typeof address === 'object' && address !== null ? address.port : port })
      })
    })
  }

  /** Gives the port back at once; no request came yet. */
  release(): Promise<void> {
    return this.close(0)
  }

  /** Takes no more requests; those that run have so many milliseconds to end. */
  async close(milliseconds: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    this.#server.closeIdleConnections()
    const late = setTimeout(() => this.#server.closeAllConnections(), milliseconds)
    await closed
    clearTimeout(late)
  }
}
