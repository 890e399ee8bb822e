import type { Readable } from 'node:stream'
import type { LaneName } from './engine-options.ts'
import { refusals } from './errors.ts'
import { insertFromFile, type TableColumns } from './insert.ts'
import type { Circumstances, Lane, LaneSession } from './lane.ts'
import { fillPlaceholders } from './placeholders.ts'
import type { QuerySettings } from './settings.ts'
import type { Spool } from './spool.ts'
import { type InsertStatement, outputFormat, readStatement } from './statement.ts'

/** One request to the engine, whatever protocol it came by. */
export interface Question {
  readonly lane: LaneName
  readonly text: string
  readonly parameters: ReadonlyMap<string, string>
  readonly database: string
  readonly settings: QuerySettings
  /** Format of the answer where the statement names none. */
  readonly format: string
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal
  /** The bytes of an INSERT; `at` is the byte of `text` where they begin, if they are part of it. */
  readonly data: (at: number) => Readable
}

export interface Answer {
  readonly bytes: Uint8Array
  readonly format: string
  readonly rows: number
  readonly writtenBytes: number
}

/** Takes questions and answers them from the lanes' sessions. */
export class Desk {
  readonly #lanes: Readonly<Record<LaneName, Lane>>
  readonly #spool: Spool
  readonly #columns: TableColumns

  constructor(lanes: Readonly<Record<LaneName, Lane>>, spool: Spool, columns: TableColumns) {
    this.#lanes = lanes
    this.#spool = spool
    this.#columns = columns
  }

  /** @throws StatementError */
  async answer(question: Question): Promise<Answer> {
    if (!/^\w+$/.test(question.format)) throw refusals.badFormat(question.format)
    const statement = readStatement(question.text)
    if (statement.kind === 'insert') return this.#insert(question, statement)
    const text = fillPlaceholders(statement.text, statement.words, question.parameters)
    return this.#inLane(question, async (session, circumstances) => {
      if (statement.changesTables) this.#columns.forget()
      try {
        const result = await session.run(text, {
          ...circumstances,
          changesSession: statement.changesSession,
          signal: statement.reads ? question.signal : undefined,
        })
        const format = outputFormat(statement.words) ?? question.format
        return { bytes: result.bytes(), format, rows: result.rowsRead, writtenBytes: 0 }
      } finally {
        if (statement.changesTables) this.#columns.forget()
      }
    })
  }

  async #insert(question: Question, insert: InsertStatement): Promise<Answer> {
    const head = fillPlaceholders(insert.head, insert.words, question.parameters)
    const data = question.data(Buffer.byteLength(question.text.slice(0, insert.dataAt)))
    // The body is written down before a session is taken, so that a slow sender holds nobody up.
    return this.#spool.lend(data, (file, bytes) => {
      const nothing: Answer = { bytes: new Uint8Array(0), format: question.format, rows: 0, writtenBytes: bytes }
      if (bytes === 0) return Promise.resolve(nothing)
      return this.#inLane(question, async (session, circumstances) => {
        const columns = await this.#columns.of(insert.table, session, circumstances)
        await session.run(insertFromFile(insert, head, columns, file), circumstances)
        return nothing
      })
    })
  }

  #inLane<T>(question: Question, work: (session: LaneSession, circumstances: Circumstances) => Promise<T>): Promise<T> {
    const lane = this.#lanes[question.lane]
    const circumstances = {
      database: question.database,
      settings: lane.settingsFor(question.settings),
      format: question.format,
    }
    return lane.use(question.signal, (session) => work(session, circumstances))
  }
}
