import type { TransferListItem } from 'node:worker_threads'
import { Worker } from 'node:worker_threads'
import type { Log } from '../log.ts'
import { Caller } from './calls.ts'
import type { Calls, ThreadMessage } from './messages.ts'

export interface ThreadOptions {
  /** Of the log and of the process list. */
  readonly name: string
  readonly entry: URL
  /** What its code gets from startOf; it may come later, the thread loads its code meanwhile. */
  readonly start: unknown
  readonly transfer: readonly TransferListItem[]
  readonly log: Log
  /** The thread ended without being asked to: nothing it held can be relied on. */
  readonly onDeath: (error: Error) => void
}

/** A worker thread of the server, from its start to its end. */
export class Thread<Table extends Calls<Table>> implements AsyncDisposable {
  readonly #worker: Worker
  readonly #caller: Caller<Table>
  readonly #exited: Promise<void>
  #closing = false

  /** Resolves when the thread says that it is ready; rejects when it ends before, or when there is nothing to start it with. */
  static async start<Table extends Calls<Table>>(options: ThreadOptions): Promise<Thread<Table>> {
    let ready = (): void => {}
    let failed = (_: Error): void => {}
    const started = new Promise<void>((resolve, reject) => {
      ready = resolve
      failed = reject
    })
    // Heard below; it may end while what it is started with is still awaited.
    started.catch(() => {})
    const thread = new Thread<Table>(options, ready, failed)
    try {
      thread.#worker.postMessage(await options.start, options.transfer)
    } catch (error) {
      await thread.close()
      throw error
    }
    await started
    return thread
  }

  private constructor(options: ThreadOptions, ready: () => void, failed: (error: Error) => void) {
    const { name, log } = options
    this.#worker = new Worker(options.entry, {
      name,
      // The entry is compiled code: what runs its sources (a test runner's import conditions) must not reach it.
      execArgv: [],
    })
    this.#caller = new Caller((message, transfer) => this.#worker.postMessage(message, transfer))
    let isReady = false
    let cause: Error | undefined
    this.#worker.on('message', (message: ThreadMessage) => {
      if (message.kind === 'ready') {
        isReady = true
        ready()
      } else if (message.kind === 'log') log[message.level]({ thread: name, ...message.fields }, message.message)
      else this.#caller.answered(message)
    })
    this.#worker.on('error', (error) => {
      cause = error instanceof Error ? error : new Error(String(error))
    })
    this.#exited = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        const error = cause ?? new Error(`The ${name} thread ended with code ${code}.`)
        this.#caller.end(error)
        resolve()
        if (!isReady) failed(error)
        else if (!this.#closing) options.onDeath(error)
      })
    })
  }

  get call(): Caller<Table>['call'] {
    return this.#caller.call.bind(this.#caller)
  }

  /** Its end is expected from now on. */
  expectEnd(): void {
    this.#closing = true
  }

  async close(): Promise<void> {
    this.#closing = true
    await this.#worker.terminate()
    await this.#exited
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
