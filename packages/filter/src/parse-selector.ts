import { errors, FilterError } from './errors.ts'
import type { EntityPattern, EntitySelector } from './selector.ts'
import { type Token, tokensOf } from './tokens.ts'

/** X-Ray's limit for an EntitySelectorExpression. */
const longest = 500

/**
 * Reads an EntitySelectorExpression: `service("n")`, `service(id(…))`, `id(…)` or `edge(a, b)`, where a and b are a
 * string or an `id(…)`. Words in any case (filters.md sections 1 and 2). @throws FilterError
 */
export function parseSelector(expression: string): EntitySelector {
  const whole = { start: 0, end: expression.length }
  if (expression.length > longest)
    throw new FilterError('tooLong', whole, errors.tooLong.text(expression.length, longest))
  const tokens = new Reading(tokensOf(expression))
  if (tokens.isAtEnd) throw new FilterError('empty', whole, errors.empty.text())
  const selector = selectorOf(tokens)
  if (!tokens.isAtEnd) throw tokens.unexpected('the end of the expression')
  return selector
}

function selectorOf(tokens: Reading): EntitySelector {
  const first = tokens.next
  const { start } = first.at
  const word = first.kind === 'word' ? first.text.toLowerCase() : ''
  if (word === 'id') return { kind: 'service', entity: idOf(tokens), at: { start, end: tokens.end } }
  if (word !== 'service' && word !== 'edge')
    throw new FilterError('notASelector', first.at, errors.notASelector.text(described(first)))
  tokens.take()
  // `service`, `service()`, `edge` and `edge()` stand for any.
  const isAny = !tokens.skip('(') || tokens.skip(')')
  const entity = isAny ? {} : entityOf(tokens)
  let to: EntityPattern = {}
  if (!isAny) {
    if (word === 'edge') {
      tokens.expect(',')
      to = entityOf(tokens)
    }
    tokens.expect(')')
  }
  const at = { start, end: tokens.end }
  return word === 'service' ? { kind: 'service', entity, at } : { kind: 'edge', from: entity, to, at }
}

function entityOf(tokens: Reading): EntityPattern {
  if (tokens.next.kind === 'string') return { name: tokens.take().text }
  if (tokens.next.kind === 'word' && tokens.next.text.toLowerCase() === 'id') return idOf(tokens)
  throw tokens.unexpected('a name in double quotes or id(…)')
}

const parts: Readonly<Record<string, keyof EntityPattern>> = { name: 'name', type: 'type', 'account.id': 'account' }

function idOf(tokens: Reading): EntityPattern {
  const pattern: { -readonly [Part in keyof EntityPattern]: EntityPattern[Part] } = {}
  tokens.take()
  tokens.expect('(')
  do {
    const word = tokens.next
    if (word.kind !== 'word') throw tokens.unexpected('name, type or account.id')
    const key = word.text.toLowerCase()
    const part = Object.hasOwn(parts, key) ? parts[key] : undefined
    if (part === undefined) throw new FilterError('unknownPart', word.at, errors.unknownPart.text(described(word)))
    if (pattern[part] !== undefined)
      throw new FilterError('repeatedPart', word.at, errors.repeatedPart.text(described(word)))
    tokens.take()
    tokens.expect(':')
    if (tokens.next.kind !== 'string') throw tokens.unexpected('a value in double quotes')
    pattern[part] = tokens.take().text
  } while (tokens.skip(','))
  tokens.expect(')')
  return pattern
}

/** Where the parser stands among the tokens. */
class Reading {
  readonly #tokens: readonly Token[]
  #at = 0
  /** Where the last token that was taken ends. */
  end = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  get next(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '', at: { start: this.end, end: this.end } }
  }

  get isAtEnd(): boolean {
    return this.next.kind === 'end'
  }

  take(): Token {
    const token = this.next
    this.end = token.at.end
    this.#at++
    return token
  }

  skip(sign: string): boolean {
    if (this.next.kind !== 'sign' || this.next.text !== sign) return false
    this.take()
    return true
  }

  expect(sign: string): void {
    if (!this.skip(sign)) throw this.unexpected(`"${sign}"`)
  }

  unexpected(wanted: string): FilterError {
    return new FilterError('unexpected', this.next.at, errors.unexpected.text(described(this.next), wanted))
  }
}

function described({ kind, text }: Token): string {
  return kind === 'end' ? 'the end' : kind === 'string' ? `the string ${JSON.stringify(text)}` : text
}
