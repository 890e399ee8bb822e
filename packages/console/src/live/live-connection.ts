import type { LiveRevision, LiveTopic } from '@roentgen/api'

/**
 * `live`: the server tells what is new. `polling`: its stream is away, so pages ask every few seconds. `paused`: by a
 * person. `hidden`: nobody looks.
 */
export type LiveState = 'connecting' | 'live' | 'polling' | 'paused' | 'hidden'

export const pollingSeconds = 5

/** Between two attempts to get the stream back, ms. */
const patience = 15_000
/** How often a page that shows the last minutes asks although nothing is new: what it shows grows old, ms. */
const agingInterval = 30_000

const topics: readonly LiveTopic[] = ['map', 'traces', 'health']

interface LiveOptions {
  /** There is something newer of these. */
  readonly onNews: (topics: readonly LiveTopic[]) => void
  /** An event of the stream said so, and where it stands. */
  readonly onRevision?: (topic: LiveTopic, revision: LiveRevision) => void
  readonly onState: (state: LiveState) => void
}

/**
 * The server's live stream, as long as the page is seen and not paused. When it fails the page polls, and the stream is
 * tried again in the background.
 */
export class LiveConnection {
  readonly #options: LiveOptions
  readonly #onVisibility = () => this.#start()
  #address: string | undefined
  #source: EventSource | undefined
  #timers: number[] = []
  #isPaused = false
  /** Whether news may have been missed. */
  #wasAway = false

  constructor(options: LiveOptions) {
    this.#options = options
    document.addEventListener('visibilitychange', this.#onVisibility)
  }

  /** Whether the page is to show what is new. What it misses otherwise it is told of when it follows again. */
  get isFollowing(): boolean {
    return !this.#isPaused && !document.hidden
  }

  follow(address: string): void {
    if (address === this.#address) return
    this.#address = address
    this.#start()
  }

  pause(isPaused: boolean): void {
    if (isPaused === this.#isPaused) return
    this.#isPaused = isPaused
    this.#start()
  }

  close(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility)
    this.#stop()
  }

  #start(): void {
    this.#stop()
    if (!this.isFollowing) {
      this.#wasAway = true
      this.#options.onState(this.#isPaused ? 'paused' : 'hidden')
      return
    }
    this.#options.onState('connecting')
    if (this.#wasAway) this.#options.onNews(topics)
    this.#wasAway = false
    this.#listen()
  }

  /** The stream's first event says where it begins: what came before it was open is asked for then. */
  #listen(): void {
    if (this.#address === undefined) return
    const source = new EventSource(this.#address)
    this.#source = source
    for (const topic of topics)
      source.addEventListener(topic, ({ data }) => {
        this.#options.onNews([topic])
        const revision = revisionIn(data)
        if (revision !== undefined) this.#options.onRevision?.(topic, revision)
      })
    source.addEventListener('open', () => {
      this.#clearTimers()
      this.#options.onState('live')
      this.#timers.push(window.setInterval(() => this.#options.onNews(['map', 'traces']), agingInterval))
    })
    source.addEventListener('error', () => {
      source.close()
      if (this.#source === source) this.#poll()
    })
  }

  #poll(): void {
    this.#clearTimers()
    this.#options.onState('polling')
    this.#options.onNews(topics)
    this.#timers.push(
      window.setInterval(() => this.#options.onNews(topics), pollingSeconds * 1000),
      window.setTimeout(() => this.#listen(), patience),
    )
  }

  #stop(): void {
    this.#clearTimers()
    this.#source?.close()
    this.#source = undefined
  }

  #clearTimers(): void {
    for (const timer of this.#timers) window.clearInterval(timer)
    this.#timers = []
  }
}

/** Of an event's data; undefined where that is of another server's time. */
function revisionIn(data: string): LiveRevision | undefined {
  try {
    const event: unknown = JSON.parse(data)
    return typeof event === 'object' && event !== null && 'revision' in event && typeof event.revision === 'string'
      ? event.revision
      : undefined
  } catch {
    return undefined
  }
}
