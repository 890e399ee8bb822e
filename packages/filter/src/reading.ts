import { type FilterError, filterError } from './errors.ts'
import type { Hint } from './hint.ts'
import type { Span } from './span.ts'
import { type Token, tokensOf } from './tokens.ts'

export interface ReadingLimits {
  /** Characters (UTF-16 units) of an expression. */
  readonly length: number
  /** Brackets and negations in each other. */
  readonly depth: number
}

/** Where the parser stands among the tokens of an expression. */
export class Reading {
  readonly #tokens: readonly Token[]
  readonly #limits: ReadingLimits
  #at = 0
  #depth = 0
  /** Where the last token that was taken ends. */
  end = 0
  /** What could stand at the end of the expression, as far as the parser asked. */
  readonly hints: Hint[] = []

  /** @throws FilterError */
  constructor(expression: string, limits: ReadingLimits) {
    const whole = { start: 0, end: expression.length }
    if (expression.length > limits.length) throw filterError('tooLong', whole, expression.length, limits.length)
    this.#tokens = tokensOf(expression)
    this.#limits = limits
  }

  get next(): Token {
    return this.#tokens[this.#at] ?? this.#end
  }

  /** The token after the next. */
  get second(): Token {
    return this.#tokens[this.#at + 1] ?? this.#end
  }

  get isAtEnd(): boolean {
    return this.next.kind === 'end'
  }

  /** The next token's text in lower case where it is a word, '' where it is anything else. */
  get word(): string {
    return this.next.kind === 'word' ? this.next.text.toLowerCase() : ''
  }

  get #end(): Token {
    return { kind: 'end', text: '', at: { start: this.end, end: this.end } }
  }

  take(): Token {
    const token = this.next
    this.end = token.at.end
    this.#at++
    return token
  }

  /** Says what may stand here. */
  may(hint: Hint): void {
    if (this.isAtEnd) this.hints.push(hint)
  }

  skip(sign: string): boolean {
    this.may({ kind: 'sign', text: sign })
    if (this.next.kind !== 'sign' || this.next.text !== sign) return false
    this.take()
    return true
  }

  expect(sign: string): void {
    if (!this.skip(sign)) throw this.unexpected(`"${sign}"`)
  }

  /** One bracket or negation deeper. */
  within<Read>(read: () => Read): Read {
    this.#depth++
    if (this.#depth > this.#limits.depth) throw filterError('tooDeep', this.next.at, this.#limits.depth)
    const found = read()
    this.#depth--
    return found
  }

  unexpected(wanted: string): FilterError {
    return filterError('unexpected', this.next.at, described(this.next), wanted)
  }

  since(start: number): Span {
    return { start, end: this.end }
  }
}

export function described({ kind, text }: Token): string {
  switch (kind) {
    case 'end':
      return 'the end'
    case 'string':
      return `the string ${JSON.stringify(text)}`
    case 'key':
      return `[${text}]`
    case 'json':
      return 'JSON'
    default:
      return text
  }
}
