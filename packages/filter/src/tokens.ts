import { errors, FilterError } from './errors.ts'
import type { Span } from './span.ts'

/** A piece of an expression. `text` of a string is what it means, without quotes and escapes. */
export interface Token {
  readonly kind: 'word' | 'string' | 'sign' | 'end'
  readonly text: string
  readonly at: Span
}

const signs = new Set(['(', ')', ',', ':'])
const space = /\s/
const wordStart = /[A-Za-z_]/
const wordPart = /[\w.]/

/** Lexical rules of filters.md section 1, as far as selectors need them. Ends with an `end`. @throws FilterError */
export function tokensOf(expression: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < expression.length) {
    const character = expression.charAt(at)
    if (space.test(character)) at++
    else {
      const token =
        character === '"'
          ? stringAt(expression, at)
          : wordStart.test(character)
            ? wordAt(expression, at)
            : signAt(expression, at)
      tokens.push(token)
      at = token.at.end
    }
  }
  tokens.push({ kind: 'end', text: '', at: { start: at, end: at } })
  return tokens
}

function stringAt(expression: string, start: number): Token {
  let text = ''
  for (let at = start + 1; at < expression.length; at++) {
    const character = expression.charAt(at)
    if (character === '"') return { kind: 'string', text, at: { start, end: at + 1 } }
    const next = expression.charAt(at + 1)
    if (character === '\\' && (next === '"' || next === '\\')) {
      text += next
      at++
    } else text += character
  }
  throw new FilterError('unclosedString', { start, end: expression.length }, errors.unclosedString.text())
}

function wordAt(expression: string, start: number): Token {
  let end = start + 1
  while (end < expression.length && wordPart.test(expression.charAt(end))) end++
  return { kind: 'word', text: expression.slice(start, end), at: { start, end } }
}

function signAt(expression: string, start: number): Token {
  const text = expression.charAt(start)
  const at = { start, end: start + 1 }
  if (!signs.has(text)) throw new FilterError('strangeCharacter', at, errors.strangeCharacter.text(text))
  return { kind: 'sign', text, at }
}
