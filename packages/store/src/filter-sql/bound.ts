import type { QueryParameters } from '../connection.ts'

/** A part of a question's text, and the values that are bound to it. */
export interface BoundSql {
  readonly sql: string
  readonly parameters: QueryParameters
}

/** Gathers the values of an expression: its text only ever names them. */
export class Bound {
  readonly #values: Record<string, string | number | readonly (string | number)[]> = {}
  readonly #placeholders = new Map<string, string>()

  get parameters(): QueryParameters {
    return this.#values
  }

  text(value: string): string {
    return this.#bind('String', value)
  }

  number(value: number): string {
    return this.#bind('Float64', value)
  }

  micros(value: number): string {
    return this.#bind('Int64', value)
  }

  /** A list of texts. */
  texts(values: readonly string[]): string {
    return this.#bind('Array(String)', values)
  }

  numbers(values: readonly number[]): string {
    return this.#bind('Array(Float64)', values)
  }

  allMicros(values: readonly number[]): string {
    return this.#bind('Array(Int64)', values)
  }

  /** One value of one type is bound once. */
  #bind(type: string, value: string | number | readonly (string | number)[]): string {
    const key = `${type} ${typeof value === 'object' ? JSON.stringify(value) : value}`
    const known = this.#placeholders.get(key)
    if (known !== undefined) return known
    const name = `filter_${this.#placeholders.size + 1}`
    const placeholder = `{${name}:${type}}`
    this.#placeholders.set(key, placeholder)
    this.#values[name] = value
    return placeholder
  }
}
