import type { ServerResponse } from 'node:http'
import type { LiveTopic } from '@roentgen/api'
import type { Revisions, Sent } from './revision.ts'

/** Between two events of one topic, ms. */
const restOfTopic = 1_000
const heartbeat = 15_000

export interface Topic {
  readonly name: LiveTopic
  /** Grows when there is something newer; undefined while nothing can be said yet. */
  readonly revision: () => number | undefined
  /** What its events say besides. */
  readonly details?: () => object
}

interface LiveStreamOptions {
  readonly topics: readonly Topic[]
  /** What the reader has been told already, by an earlier stream. */
  readonly sent: Sent
  readonly revisions: Revisions
  readonly onSent: (topic: LiveTopic) => void
}

/**
 * One page's server-sent events. An event is made when it can be sent, of what is then the newest: a slow reader misses
 * those between, and nothing waits for it.
 */
export class LiveStream {
  readonly #response: ServerResponse
  readonly #options: LiveStreamOptions
  readonly #sentAt = new Map<LiveTopic, number>()
  readonly #heartbeat: NodeJS.Timeout
  #sent: Sent
  #timer: NodeJS.Timeout | undefined
  #beatsUnread = 0

  constructor(response: ServerResponse, options: LiveStreamOptions) {
    this.#response = response
    this.#options = options
    this.#sent = options.sent
    this.#heartbeat = setInterval(() => this.#beat(), heartbeat)
    response.on('drain', () => this.pump())
    response.write('retry: 2000\n\n')
    this.pump()
  }

  /** Sends what is newer than what was sent, as soon as each topic may. */
  pump(): void {
    clearTimeout(this.#timer)
    const now = performance.now()
    let next = Number.POSITIVE_INFINITY
    for (const topic of this.#options.topics) {
      const revision = topic.revision()
      if (revision === undefined || revision === this.#sent[topic.name]) continue
      const due = (this.#sentAt.get(topic.name) ?? Number.NEGATIVE_INFINITY) + restOfTopic
      if (due > now) next = Math.min(next, due)
      else if (this.#response.writableNeedDrain) return
      else this.#send(topic, revision, now)
    }
    if (next !== Number.POSITIVE_INFINITY) this.#timer = setTimeout(() => this.pump(), Math.max(1, next - now))
  }

  #send({ name, details }: Topic, revision: number, now: number): void {
    const { revisions, onSent } = this.#options
    this.#sent = { ...this.#sent, [name]: revision }
    this.#sentAt.set(name, now)
    const data = JSON.stringify({ topic: name, revision: revisions.textOf(revision), ...details?.() })
    this.#response.write(`event: ${name}\nid: ${revisions.idOf(this.#sent)}\ndata: ${data}\n\n`)
    onSent(name)
  }

  #beat(): void {
    if (!this.#response.writableNeedDrain) {
      this.#beatsUnread = 0
      this.#response.write(': still here\n\n')
    } else if (++this.#beatsUnread > 4) this.#response.destroy()
  }

  /** Ends the answer, or cleans up behind one that was broken off. */
  close(): void {
    clearTimeout(this.#timer)
    clearInterval(this.#heartbeat)
    this.#response.end()
  }
}
