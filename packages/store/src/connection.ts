import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ClickHouseClient, type ClickHouseSettings, createClient } from '@clickhouse/client'
import { engineFault } from './engine-fault.ts'
import { errors, StoreError } from './errors.ts'
import { HttpQuestions } from './http-questions.ts'
import type { WireColumn } from './wire-column.ts'

/** Which of the embedded engine's sessions works: a load must not wait for a question, nor a lookup for a map. */
export type Lane = 'load' | 'lookup' | 'ask'

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
  /** Of every statement: what a cluster needs to answer with what it was just given. */
  readonly settings?: ClickHouseSettings
  /** How long a call waits for an engine that is away, ms. */
  readonly patience?: number
}

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
  },
  ask: {
    log_comment: 'ask',
    max_execution_time: 10,
    max_memory_usage: '1500000000',
    max_rows_to_read: '50000000',
  },
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

/** The one way to the engine, embedded or not: statements by lane, patient while it restarts, with typed errors. */
export class Connection implements AsyncDisposable {
  readonly #client: ClickHouseClient
  readonly #questions: HttpQuestions
  readonly #settings: ClickHouseSettings
  readonly #patience: number
  /** Whether the engine is our own. */
  readonly own: boolean

  constructor(options: ConnectionOptions) {
    const { url, username, password, database, settings = {}, patience = 10_000 } = options
    this.#client = createClient({
      url,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(database === undefined ? {} : { database }),
      request_timeout: requestTimeout,
      compression: { request: false, response: false },
      // Our own log line names the cause and the remedy; the client's would repeat it.
      log: { level: 127 },
    })
    this.#questions = new HttpQuestions({ ...options, timeout: requestTimeout })
    this.#settings = settings
    this.#patience = patience
    this.own = options.own ?? false
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
    return this.#patiently(() => this.#questions.ask(question.sql, format, question.parameters ?? {}, settings))
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
   * Inserts the rows of whole files that we wrote, which our own engine reads by itself. A file that is missing is an error;
   * after any error some of the rows may be stored.
   */
  async insertFiles(into: {
    table: string
    columns: readonly WireColumn[]
    format: 'TabSeparated'
    paths: readonly string[]
  }): Promise<void> {
    const { table, columns, format, paths } = into
    const names = columns.map(([name]) => name).join(', ')
    const structure = columns.map((column) => column.join(' ')).join(', ')
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
