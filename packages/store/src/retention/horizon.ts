import type { Micros } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'

/** Which horizon holds? Cost: a table of one row a day. */
const sql = `
select
  number,
  time,
  farthest,
  settled
from horizons
order by number desc, settled desc
limit 1
`

const millisecondsOfAnswer = 10_000

/**
 * Where the stored past begins. Documents received before are gone for every reader, whether their partitions are
 * dropped yet or not, so what every other table says is a function of the documents since then. One hand moves it.
 */
export class Horizon {
  readonly #connection: Connection
  #number = 0
  #time = 0 as Micros
  #farthest = 0 as Micros
  #isSettled = true
  #asked = Number.NEGATIVE_INFINITY

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** A midnight, or 0 where nothing was ever dropped; as it was 10 s ago at most. Never waits. */
  get time(): Micros {
    // A refusal leaves what was known: an older horizon shows more, and nothing wrong.
    if (performance.now() - this.#asked > millisecondsOfAnswer) this.refresh().catch(() => {})
    return this.#time
  }

  /** Another one with each move. */
  get number(): number {
    return this.#number
  }

  /** The latest that it ever was: what the directory says of receipts before may be of documents that are gone. */
  get farthest(): Micros {
    return this.#farthest
  }

  /** False while the tables may still say something of documents that are gone. */
  get isSettled(): boolean {
    return this.#isSettled
  }

  /** As it is now. */
  async refresh(): Promise<void> {
    this.#asked = performance.now()
    const [row] = await this.#connection.rows('lookup', { sql })
    if (row === undefined) return
    const cells = new Cells(row)
    const number = cells.number()
    const [time, farthest, isSettled] = [cells.micros(), cells.micros(), cells.bool()]
    // An answer may come after a move that began later.
    if (number < this.#number || (number === this.#number && this.#isSettled)) return
    this.#number = number
    this.#time = time
    this.#farthest = farthest
    this.#isSettled = isSettled
  }

  /** Durable when it resolves. What was stored before `time` must be dropped before it is settled. */
  async move(time: Micros): Promise<void> {
    await this.refresh()
    const farthest = Math.max(this.#farthest, time) as Micros
    const number = this.#number + 1
    await this.#put(number, time, farthest, false)
    // Somebody who asks meanwhile may have read it already.
    this.#number = number
    this.#time = time
    this.#farthest = farthest
    this.#isSettled = false
  }

  async settle(): Promise<void> {
    await this.#put(this.#number, this.#time, this.#farthest, true)
    this.#isSettled = true
  }

  async #put(number: number, time: Micros, farthest: Micros, isSettled: boolean): Promise<void> {
    await this.#connection.insert({
      table: 'horizons',
      columns: ['number', 'time', 'farthest', 'settled'],
      format: 'TabSeparated',
      body: () => Buffer.from(`${number}\t${time}\t${farthest}\t${isSettled ? 1 : 0}\n`),
    })
  }
}
