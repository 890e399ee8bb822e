import { type Micros, type TraceId, traceIdFromHex, traceIdHex } from '@roentgen/trace'
import { errors, StoreError } from './errors.ts'

/**
 * Reads the cells of one answered row from left to right. What a cell holds is checked; the elements of a list are what
 * the column's type says, which the engine guarantees.
 */
export class Cells {
  readonly #row: readonly unknown[]
  #at = 0

  constructor(row: readonly unknown[]) {
    this.#row = row
  }

  text(): string {
    const cell = this.#row[this.#at++]
    return typeof cell === 'string' ? cell : this.#unexpected('a string')
  }

  textOrNull(): string | null {
    const cell = this.#row[this.#at]
    if (cell !== null) return this.text()
    this.#at++
    return null
  }

  number(): number {
    const cell = this.#row[this.#at++]
    return typeof cell === 'number' ? cell : this.#unexpected('a number')
  }

  bool(): boolean {
    const cell = this.#row[this.#at++]
    return typeof cell === 'boolean' ? cell : typeof cell === 'number' ? cell !== 0 : this.#unexpected('a boolean')
  }

  micros(): Micros {
    return this.number() as Micros
  }

  traceId(): TraceId {
    return traceIdFromUuid(this.text())
  }

  numbers(): readonly number[] {
    return this.#list() as readonly number[]
  }

  #list(): readonly unknown[] {
    const cell = this.#row[this.#at++]
    return Array.isArray(cell) ? cell : this.#unexpected('a list')
  }

  #unexpected(wanted: string): never {
    const cell = JSON.stringify(this.#row[this.#at - 1])
    throw new StoreError('unexpectedAnswer', errors.unexpectedAnswer.text(`cell ${this.#at} is ${cell}, not ${wanted}`))
  }
}

/** `8-4-4-4-12` digits, as the engine reads and prints it. */
export function uuidOfTraceId(traceId: TraceId): string {
  const hex = traceIdHex(traceId)
  return [0, 8, 12, 16, 20].map((at, i, all) => hex.slice(at, all[i + 1])).join('-')
}

/** The trace id that the engine prints as `8-4-4-4-12` digits. */
export function traceIdFromUuid(uuid: string): TraceId {
  return traceIdFromHex(uuid.replaceAll('-', ''))
}
