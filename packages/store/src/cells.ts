import { type Micros, type TraceId, traceIdFromHex } from '@roentgen/trace'
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

  textOrNull(): string | undefined {
    const cell = this.#row[this.#at++]
    return cell === null ? undefined : typeof cell === 'string' ? cell : this.#unexpected('a string or null')
  }

  number(): number {
    const cell = this.#row[this.#at++]
    return typeof cell === 'number' ? cell : this.#unexpected('a number')
  }

  numberOrNull(): number | undefined {
    const cell = this.#row[this.#at++]
    return cell === null ? undefined : typeof cell === 'number' ? cell : this.#unexpected('a number or null')
  }

  bool(): boolean {
    const cell = this.#row[this.#at++]
    return typeof cell === 'boolean' ? cell : typeof cell === 'number' ? cell !== 0 : this.#unexpected('a boolean')
  }

  micros(): Micros {
    return this.number() as Micros
  }

  microsOrNull(): Micros | undefined {
    return this.numberOrNull() as Micros | undefined
  }

  traceId(): TraceId {
    return traceIdFromUuid(this.text())
  }

  texts(): readonly string[] {
    return this.#list() as readonly string[]
  }

  textsOrNull(): readonly (string | null)[] {
    return this.#list() as readonly (string | null)[]
  }

  numbers(): readonly number[] {
    return this.#list() as readonly number[]
  }

  numbersOrNull(): readonly (number | null)[] {
    return this.#list() as readonly (number | null)[]
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

/** The trace id that the engine prints as `8-4-4-4-12` digits. */
export function traceIdFromUuid(uuid: string): TraceId {
  return traceIdFromHex(uuid.replaceAll('-', ''))
}
