import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { type EngineOptions, type Log, type ResolvedOptions, resolveOptions } from './engine-options.ts'
import { type EngineError, engineErrors } from './errors.ts'
import { checkPlatform } from './platform.ts'
import type { FromEngine, ToEngine } from './process-messages.ts'
import { endProcess, isRunning, lowerPriorityOfThreads, spawnProcess } from './spawned-process.ts'
import { spoolIn } from './spool-path.ts'

const USERNAME = 'default'
/** After this long without a death the next restart is immediate again; milliseconds. */
const STEADY = 60_000

/** The embedded engine: a ClickHouse HTTP interface on loopback, for as long as this object is not closed. */
export interface Engine extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`; the same for the engine's whole life, restarts included. */
  readonly url: string
  readonly username: string
  readonly password: string
  /** The engine's process; undefined between its death and its restart. */
  readonly pid: number | undefined
  /**
   * Where statements find files that whoever sends them puts there, and removes again. Each start of the process removes all
   * of them.
   */
  readonly spool: string
  /** How often the process died and was started again. */
  readonly restarts: number
  /** Lets running queries end, then ends the process. Never leaves one behind. */
  close(): Promise<void>
}

/** An engine whose process loads its library, and touches no directory before it is started. */
export interface BegunEngine {
  /**
   * Waits until it answers. If it fails the process has ended.
   *
   * @throws EngineError where chDB does not run here, and where the directory is held by another process
   */
  start(): Promise<Engine>
  /** Ends what was not started. */
  close(): Promise<void>
}

/**
 * Begins a process for chDB.
 *
 * @throws EngineError where chDB is absent or does not run here
 */
export function beginEngine(options: EngineOptions): BegunEngine {
  checkPlatform(() => createRequire(import.meta.url).resolve('chdb'))
  const engine = new EngineProcess(resolveOptions(options), options.log ?? (() => {}))
  engine.begin()
  return {
    start: async () => {
      await engine.start()
      return engine
    },
    close: () => engine.close(),
  }
}

/**
 * Starts chDB in a process of its own and waits until it answers.
 *
 * @throws EngineError where chDB is absent or does not run here, and where the directory is held by another process
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  return beginEngine(options).start()
}

class EngineProcess implements Engine {
  readonly username = USERNAME
  readonly password = randomBytes(24).toString('base64url')
  readonly #options: ResolvedOptions
  readonly #log: Log
  #child: ChildProcess | undefined
  /** Has not been told what to open. */
  #begun: ChildProcess | undefined
  /** Has not answered yet. */
  #starting: ChildProcess | undefined
  #port = 0
  #restarts = 0
  #closing: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #failures = 0
  #restarting: Promise<void> = Promise.resolve()

  constructor(options: ResolvedOptions, log: Log) {
    this.#options = options
    this.#log = log
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get spool(): string {
    return spoolIn(this.#options.dataDir)
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  get restarts(): number {
    return this.#restarts
  }

  begin(): void {
    this.#begun = spawnProcess(this.#options, this.#log)
  }

  /** One process from its start until it answers. */
  async start(): Promise<void> {
    const started = performance.now()
    const begun = this.#begun
    this.#begun = undefined
    const child = begun !== undefined && isRunning(begun) ? begun : spawnProcess(this.#options, this.#log)
    this.#starting = child
    const start: ToEngine = {
      kind: 'start',
      options: this.#options,
      username: this.username,
      password: this.password,
      port: this.#port,
    }
    child.send(start, () => {})
    try {
      this.#port = await this.#ready(child)
      lowerPriorityOfThreads(child)
    } catch (fault) {
      await endProcess(child)
      throw fault
    } finally {
      this.#starting = undefined
    }
    this.#child = child
    const since = performance.now()
    child.once('exit', (code, signal) => this.#onDeath(signal ?? `exit code ${code}`, performance.now() - since))
    this.#log('info', 'the engine is ready', {
      pid: child.pid,
      port: this.#port,
      milliseconds: Math.round(performance.now() - started),
    })
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** The port, once the process listens. */
  #ready(child: ChildProcess): Promise<number> {
    return new Promise((resolve, reject) => {
      const { directoryTimeout, readyTimeout, dataDir } = this.#options
      const late = setTimeout(
        () => reject(engineErrors.slow((directoryTimeout + readyTimeout) / 1000)),
        directoryTimeout + readyTimeout,
      )
      const settle = () => {
        clearTimeout(late)
        child.off('exit', onExit).off('error', onError)
      }
      const onExit = (code: number | null, signal: string | null) => {
        settle()
        reject(engineErrors.died(signal ?? `exit code ${code}`))
      }
      const onError = (fault: Error) => {
        settle()
        reject(engineErrors.unloadable(fault.message))
      }
      child.once('exit', onExit).once('error', onError)
      child.on('message', (message: FromEngine) => {
        if (message.kind === 'waiting') {
          this.#log('warn', 'waiting for the data directory', { directory: dataDir, holder: message.holder })
        } else if (message.kind === 'listening') {
          settle()
          resolve(message.port)
        } else {
          settle()
          reject(this.#failure(message))
        }
      })
    })
  }

  #failure(message: FromEngine & { kind: 'failed' }): EngineError {
    const { dataDir, directoryTimeout } = this.#options
    switch (message.why) {
      case 'unloadable':
        return engineErrors.unloadable(message.reason)
      case 'held':
        return engineErrors.directoryHeld(dataDir, message.reason, directoryTimeout / 1000)
      case 'port':
        return engineErrors.portTaken(this.#port, message.reason)
      case 'unusable':
        return engineErrors.directoryUnusable(dataDir, message.reason)
    }
  }

  #onDeath(how: string, livedFor: number): void {
    this.#child = undefined
    if (this.#closing !== undefined) return
    this.#failures = livedFor > STEADY ? 1 : this.#failures + 1
    this.#log('error', 'the engine died and is started again', { how, restarts: this.#restarts + 1 })
    this.#restartSoon()
  }

  #restartSoon(): void {
    const delay = Math.min(5_000, 50 * 2 ** (this.#failures - 1))
    this.#timer = setTimeout(() => {
      this.#restarting = this.#restart()
    }, delay)
  }

  async #restart(): Promise<void> {
    this.#restarts += 1
    try {
      await this.start()
    } catch (fault) {
      if (this.#closing !== undefined) return
      this.#failures += 1
      this.#log('error', 'the engine could not be started again', { reason: String(fault) })
      this.#restartSoon()
    }
  }

  async #close(): Promise<void> {
    clearTimeout(this.#timer)
    if (this.#begun !== undefined) await endProcess(this.#begun)
    // It may wait for its directory for long, and nobody has anything from it yet.
    if (this.#starting !== undefined) await endProcess(this.#starting)
    await this.#restarting
    const child = this.#child
    if (child === undefined || !isRunning(child)) return
    const ended = once(child, 'exit')
    const late = setTimeout(() => {
      this.#log('warn', 'the engine did not end in time and is killed', { pid: child.pid })
      child.kill('SIGKILL')
    }, this.#options.drainTimeout + 5_000)
    child.send({ kind: 'close' } satisfies ToEngine, () => {})
    await ended
    clearTimeout(late)
  }
}
