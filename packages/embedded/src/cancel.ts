import type { Session } from 'chdb'
import { quoteString } from './quote.ts'

/** Ends running queries from a session of its own. A query bears its mark as a comment at its end. */
export class Canceller {
  readonly #session: Session
  readonly #running = new Set<Promise<void>>()
  #last = 0

  constructor(session: Session) {
    this.#session = session
  }

  mark(): string {
    this.#last += 1
    return `\n/* question ${this.#last} */`
  }

  /** A query that has not begun, or has ended, is left alone. */
  async end(mark: string): Promise<void> {
    await this.#kill(`endsWith(query, ${quoteString(mark)})`)
  }

  async endAll(): Promise<void> {
    await this.#kill("position(query, '/* question ') > 0")
  }

  /** The engine's process hangs where a session is closed under a query. */
  async close(): Promise<void> {
    await Promise.all(this.#running)
    this.#session.close()
  }

  async #kill(which: string): Promise<void> {
    // A query that ended by itself in the meantime is no fault, and nobody waits for this answer.
    const running = this.#session.queryAsync(`KILL QUERY WHERE ${which} ASYNC`).then(
      () => {},
      () => {},
    )
    this.#running.add(running)
    await running
    this.#running.delete(running)
  }
}
