import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ClickHouseClient, type ClickHouseSettings, createClient } from '@clickhouse/client'
import { Asking } from './asking.ts'
import { engineFault } from './engine-fault.ts'
import { errors, StoreError } from './errors.ts'
import { HttpQuestions } from './http-questions.ts'
import { isPlainPath } from './plain-path.ts'
import type { WireColumn } from './wire-column.ts'

/**
 * Which of the embedded engine's sessions works: a load must not wait for a question, nor a lookup for a map. `ahead` is
 * `ask` for what nobody has asked yet, on one core.
 */
export type Lane = 'load' | 'lookup' | 'ask' | 'ahead'

/** Values for `{name:Type}` in a query; the engine binds them, they never become part of its text. */
export type QueryParameters = Readonly<Record<string, string | number | readonly (string | number)[]>>

export interface Question {
  readonly sql: string
  readonly parameters?: QueryParameters
  readonly settings?: ClickHouseSettings
}

/** Rows as arrays in the order of the select list; 64-bit integers are numbers. */
export type Rows = readonly (readonly unknown[])[]

export interface ConnectionOptions {
  readonly url: string
  readonly username?: string | undefined
  readonly password?: string | undefined
  /** undefined: the engine's default database. */
  readonly database?: string | undefined
  /** The engine is this process's own: it reads our files by their paths, and nobody else writes into its tables. */
  readonly own?: boolean
  /** Where our own engine finds files for single statements, and removes what a killed process left. */
  readonly spool?: string | undefined
  /** Of every statement: what a cluster needs to answer with what it was just given. */
  readonly settings?: ClickHouseSettings
  /** How long a call waits for an engine that is away, ms. */
  readonly patience?: number
}

const settingsOfQuestions: ClickHouseSettings = {
  log_comment: 'ask',
  max_execution_time: 10,
  max_memory_usage: '1500000000',
  max_rows_to_read: '50000000',
}

/** Of few rows: threads that print them together, and counters that nobody reads, cost a tenth of such a question. */
export const shortAnswer = { output_format_parallel_formatting: 0, send_profile_events: 0 } as const

const settingsOfLane: Record<Lane, ClickHouseSettings> = {
  // A file may hold documents for traces of any number of days.
  load: { log_comment: 'load', max_execution_time: 120, max_partitions_per_insert_block: '0' },
  // storage.md section 3: the tuned lookup.
  lookup: {
    log_comment: 'lookup',
    max_execution_time: 10,
    max_threads: 1,
    local_filesystem_read_method: 'pread',
    // A tenth to a sixth less for such short questions.
    enable_analyzer: 0,
    ...shortAnswer,
    // Few granules of many, chosen by one condition: looked for in steps of a third, read in one step. A tenth.
    merge_tree_coarse_index_granularity: '3',
    enable_multiple_prewhere_read_steps: 0,
  },
  ask: settingsOfQuestions,
  ahead: { ...settingsOfQuestions, max_threads: 1 },
}

/**
 * What our inserts do not need: a row stands once in a block, so the engine need not look for others that it could merge it
 * with; and the new analyzer takes longer for the hundred columns of a summary than the old one (docs/decisions/070).
 */
const settingsOfInserts: ClickHouseSettings = { optimize_on_insert: 0, enable_analyzer: 0 }

/** Longer than any lane's max_execution_time; ms. */
const requestTimeout = 130_000

const answerSettings: ClickHouseSettings = {
  output_format_json_quote_64bit_integers: 0,
  output_format_json_quote_denormals: 0,
}

interface Shared {
  readonly client: ClickHouseClient
  readonly questions: HttpQuestions
  readonly asking: Asking
  readonly signal?: AbortSignal
}

function sharedOf(options: ConnectionOptions): Shared {
  const { url, username, password, database } = options
  const client = createClient({
    url,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(database === undefined ? {} : { database }),
    request_timeout: requestTimeout,
    compression: { request: false, response: false },
    // Our own log line names the cause and the remedy; the client's would repeat it.
    log: { level: 127 },
  })
  return { client, questions: new HttpQuestions({ ...options, timeout: requestTimeout }), asking: new Asking() }
}

/** The one way to the engine, embedded or not: statements by lane, patient while it restarts, with typed errors. */
export class Connection implements AsyncDisposable {
  readonly #client: ClickHouseClient
  readonly #questions: HttpQuestions
  readonly #settings: ClickHouseSettings
  readonly #patience: number
  readonly #options: ConnectionOptions
  readonly #signal: AbortSignal | undefined
  readonly #asking: Asking
  /** Whether the engine is our own. */
  readonly own: boolean

  constructor(options: ConnectionOptions, { client, questions, asking, signal }: Shared = sharedOf(options)) {
    this.#client = client
    this.#questions = questions
    this.#asking = asking
    this.#settings = options.settings ?? {}
    this.#patience = options.patience ?? 10_000
    this.#options = options
    this.#signal = signal
    this.own = options.own ?? false
  }

  /**
   * The same connection, whose questions end when the signal fires: they reject as `abandoned`, and the embedded engine stops
   * working on them. A ClickHouse of one's own works on until its answer or its limit of time.
   */
  until(signal: AbortSignal): Connection {
    return new Connection(this.#options, {
      client: this.#client,
      questions: this.#questions,
      asking: this.#asking,
      signal,
    })
  }

  /** All rows of an answer at once. */
  async rows(lane: Lane, question: Question): Promise<Rows> {
    const bytes = await this.bytes(lane, question, 'JSONCompact')
    const answer: { readonly data: Rows } = JSON.parse(bytes.toString())
    return answer.data
  }

  /** An answer in one of ClickHouse's formats. */
  bytes(
    lane: Lane,
    question: Question,
    format: 'JSONCompact' | 'JSONEachRow' | 'RowBinary' | 'Native',
  ): Promise<Buffer> {
    const settings = textual({ ...settingsOfLane[lane], ...this.#settings, ...answerSettings, ...question.settings })
    const asked = { sql: question.sql, format, parameters: question.parameters ?? {}, settings }
    const answer = this.#patiently(() => this.#questions.ask(asked, this.#signal))
    return lane === 'ask' || lane === 'lookup' ? this.#asking.during(answer) : answer
  }

  /** Resolves when no question is under way, or when the signal fires. */
  whenNobodyAsks(signal: AbortSignal): Promise<void> {
    return this.#asking.whenNobody(signal)
  }

  /** A statement without an answer. */
  async command(question: Question): Promise<void> {
    await this.#patiently(() =>
      this.#client.command({
        query: question.sql,
        query_params: question.parameters ?? {},
        clickhouse_settings: { ...settingsOfLane.load, ...this.#settings, ...question.settings },
      }),
    )
  }

  /** Inserts rows that we serialised. `body` is called again for each attempt, so an attempt may have succeeded before. */
  async insert(into: {
    table: string
    columns: readonly string[]
    format: 'TabSeparated' | 'RowBinary' | 'Native'
    body: () => Readable | Buffer
    settings?: ClickHouseSettings
  }): Promise<void> {
    const { table, columns, format, body, settings } = into
    await this.#patiently(async () => {
      const bytes = body()
      const { stream } = await this.#client.exec({
        query: `insert into ${table} (${columns.join(', ')}) format ${format}`,
        values: bytes instanceof Readable ? bytes : Readable.from([bytes]),
        clickhouse_settings: { ...settingsOfLane.load, ...settingsOfInserts, ...this.#settings, ...settings },
      })
      // The insert is durable only when its (empty) answer has ended.
      for await (const _ of stream);
    })
  }

  /**
   * Inserts a block of the Native format: into a replacing table, for after an error some of it may be stored. Our own engine
   * gets a file: over HTTP the block would cost it a quarter of the insert.
   */
  async insertBlock(into: { table: string; columns: readonly WireColumn[]; block: Buffer }): Promise<void> {
    if (await this.#insertSpooled(into)) return
    const { table, columns, block } = into
    await this.insert({ table, columns: columns.map(([name]) => name), format: 'Native', body: () => block })
  }

  /** False where it must go over HTTP. */
  async #insertSpooled(into: { table: string; columns: readonly WireColumn[]; block: Buffer }): Promise<boolean> {
    const { spool } = this.#options
    if (!this.own || spool === undefined || !isPlainPath(spool)) return false
    const path = join(spool, `block-${randomUUID()}.native`)
    try {
      await writeFile(path, into.block)
      await this.insertFiles({ ...into, format: 'Native', paths: [path] })
      return true
    } catch (error) {
      // An engine that has just started has removed it, or the disk is full: HTTP's answer tells.
      if (error instanceof StoreError && error.code !== 'EngineRefused') throw error
      return false
    } finally {
      await rm(path, { force: true }).catch(() => {})
    }
  }

  /**
   * Inserts the rows of whole files that we wrote, which our own engine reads by itself. A file that is missing is an error;
   * after any error some of the rows may be stored.
   */
  async insertFiles(into: {
    table: string
    columns: readonly WireColumn[]
    format: 'TabSeparated' | 'Native'
    paths: readonly string[]
  }): Promise<void> {
    const { table, columns, format, paths } = into
    const names = columns.map(([name]) => name).join(', ')
    const structure = columns.map(([name, type]) => `\`${name}\` ${type}`).join(', ')
    const parts = paths.map((_, i) => `select ${names}\nfrom file({path${i}:String}, '${format}', '${structure}')`)
    await this.command({
      sql: `insert into ${table} (${names})\n${parts.join('\nunion all\n')}`,
      parameters: Object.fromEntries(paths.map((path, i) => [`path${i}`, path])),
      settings: settingsOfInserts,
    })
  }

  async close(): Promise<void> {
    this.#questions.close()
    await this.#client.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #patiently<T>(attempt: () => Promise<T>): Promise<T> {
    // Not by the clock of the day, which may be set while we wait.
    const deadline = performance.now() + this.#patience
    for (let pause = 25; ; pause = Math.min(pause * 2, 500)) {
      try {
        return await attempt()
      } catch (error) {
        if (this.#signal?.aborted) throw new StoreError('abandoned', errors.abandoned.text())
        const fault = engineFault(error)
        if (fault.name !== 'engineUnavailable' || performance.now() + pause > deadline)
          throw new StoreError(fault.name, errors[fault.name].text(fault.reason), { cause: error })
        await sleep(pause)
      }
    }
  }
}

function textual(settings: ClickHouseSettings): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]))
}
