import { setTimeout as sleep } from 'node:timers/promises'
import type { ChdbResult, Session } from 'chdb'
import type { Canceller } from './cancel.ts'
import type { LaneOptions } from './engine-options.ts'
import { refusals, StatementError } from './errors.ts'
import { quoteName } from './quote.ts'
import { type QuerySettings, settingsChange } from './settings.ts'

/** To end a statement whose client has left, ms. */
const betweenAttempts = 50

/** Where and under which settings a statement runs. */
export interface Circumstances {
  readonly database: string
  readonly settings: QuerySettings
  /** Output format where the statement names none. */
  readonly format: string
  /** Ends the statement when it fires; for statements that only read. */
  readonly signal?: AbortSignal
  /** The statement leaves something behind in its session, which must not be used again. */
  readonly changesSession?: boolean
}

export interface LaneSession {
  /** Runs one statement without inline data. @throws StatementError */
  run(statement: string, circumstances: Circumstances): Promise<ChdbResult>
}

interface Waiting {
  readonly work: (session: LaneSession) => Promise<void>
  readonly refuse: (fault: Error) => void
  readonly signal: AbortSignal
}

/**
 * Some sessions of the engine and a queue before them. A session runs one query at a time, so questions of one lane
 * wait for each other and for no other lane.
 */
export class Lane {
  readonly #options: LaneOptions
  readonly #idle: EngineSession[]
  readonly #all: EngineSession[]
  readonly #queue: Waiting[] = []
  readonly #running = new Set<Promise<void>>()
  #closed = false

  constructor(open: () => Session, canceller: Canceller, options: LaneOptions) {
    this.#options = options
    this.#all = Array.from({ length: Math.max(1, options.sessions) }, () => new EngineSession(open, canceller))
    this.#idle = [...this.#all]
  }

  /** Lends a session to the work; work whose client left before its turn is not begun. */
  use<T>(signal: AbortSignal, work: (session: LaneSession) => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(refusals.closing())
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ work: (session) => work(session).then(resolve, reject), refuse: reject, signal })
      this.#next()
    })
  }

  /** A query's own settings before this lane's. */
  settingsFor(own: QuerySettings): QuerySettings {
    return { ...this.#options.settings, ...own }
  }

  /** Refuses what waits and lets end what runs: the engine's process hangs where a session is closed under a query. */
  async close(): Promise<void> {
    this.#closed = true
    for (const waiting of this.#queue.splice(0)) waiting.refuse(refusals.closing())
    await Promise.all(this.#running)
    for (const session of this.#all) session.close()
  }

  #next(): void {
    const session = this.#idle.pop()
    if (session === undefined) return
    const waiting = this.#queue.shift()
    if (waiting === undefined) {
      this.#idle.push(session)
      return
    }
    const done = () => {
      this.#idle.push(session)
      this.#next()
    }
    if (waiting.signal.aborted) {
      waiting.refuse(refusals.abandoned())
      done()
    } else {
      const running = waiting.work(session).then(done, done)
      this.#running.add(running)
      void running.then(() => this.#running.delete(running))
    }
  }
}

/** One session and what is set in it. */
class EngineSession implements LaneSession {
  readonly #open: () => Session
  readonly #canceller: Canceller
  #session: Session
  #database = 'default'
  #settings: QuerySettings = {}

  constructor(open: () => Session, canceller: Canceller) {
    this.#open = open
    this.#canceller = canceller
    this.#session = open()
  }

  async run(statement: string, circumstances: Circumstances): Promise<ChdbResult> {
    const use = circumstances.database === this.#database ? '' : `USE ${quoteName(circumstances.database)};`
    const set = settingsChange(this.#settings, circumstances.settings)
    const mark = this.#canceller.mark()
    let isRunning = true
    const cancel = async () => {
      // The engine does not find one that it has not quite begun.
      for (; isRunning; await sleep(betweenAttempts)) await this.#canceller.end(mark)
    }
    circumstances.signal?.addEventListener('abort', cancel)
    try {
      const result = await this.#session.queryAsync(`${use}${set}${statement}${mark}`, { format: circumstances.format })
      this.#database = circumstances.database
      this.#settings = circumstances.settings
      if (circumstances.changesSession) this.#renew()
      return result
    } catch (fault) {
      // Whether USE and SET had happened is unknown; a new session costs less than a millisecond.
      if (use !== '' || set !== '') this.#renew()
      throw statementError(fault)
    } finally {
      isRunning = false
      circumstances.signal?.removeEventListener('abort', cancel)
    }
  }

  close(): void {
    this.#session.close()
  }

  #renew(): void {
    const old = this.#session
    this.#session = this.#open()
    this.#database = 'default'
    this.#settings = {}
    old.close()
  }
}

function statementError(fault: unknown): StatementError {
  const message = fault instanceof Error ? fault.message : String(fault)
  const code = /^Code: (\d+)\./.exec(message)?.[1]
  return code === undefined
    ? new StatementError(1001, `Code: 1001. DB::Exception: ${message} (STD_EXCEPTION)`)
    : new StatementError(Number(code), message)
}
