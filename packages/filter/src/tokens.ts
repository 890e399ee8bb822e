import { wellFormed } from '@roentgen/trace'
import { errors, FilterError } from './errors.ts'
import type { Span } from './span.ts'

/** A piece of an expression. `text` is what it means: without quotes, brackets and escapes. */
export interface Token {
  /** key: an annotation's, in brackets. json: what stands between `#[` and `]`. */
  readonly kind: 'word' | 'string' | 'number' | 'sign' | 'key' | 'json' | 'end'
  readonly text: string
  readonly at: Span
}

const space = /\s/
const wordStart = /[A-Za-z_]/
const word = /[\w.]+/y
const number = /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy
const sign = /[<>!]=|[(){},:!=<>]/y

/** Lexical rules of filters.md section 1. Ends with an `end`. @throws FilterError */
export function tokensOf(expression: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < expression.length) {
    if (space.test(expression.charAt(at))) at++
    else {
      const token = tokenAt(expression, at)
      tokens.push(token)
      at = token.at.end
    }
  }
  tokens.push({ kind: 'end', text: '', at: { start: at, end: at } })
  return tokens
}

function tokenAt(expression: string, start: number): Token {
  const character = expression.charAt(start)
  if (character === '"') return stringAt(expression, start)
  if (character === '[') return keyAt(expression, start)
  if (character === '#') return jsonAt(expression, start)
  if (wordStart.test(character)) return matched('word', word, expression, start)
  const text = take(number, expression, start)
  if (text !== '') return numberAt(expression, start, text)
  if (take(sign, expression, start) !== '') return matched('sign', sign, expression, start)
  const at = { start, end: start + 1 }
  throw new FilterError('strangeCharacter', at, errors.strangeCharacter.text(character))
}

function matched(kind: Token['kind'], pattern: RegExp, expression: string, start: number): Token {
  const text = take(pattern, expression, start)
  return { kind, text, at: { start, end: start + text.length } }
}

function take(pattern: RegExp, expression: string, start: number): string {
  pattern.lastIndex = start
  return pattern.exec(expression)?.[0] ?? ''
}

function numberAt(expression: string, start: number, text: string): Token {
  const unit = take(word, expression, start + text.length)
  const at = { start, end: start + text.length + unit.length }
  if (unit !== '') throw new FilterError('notANumber', at, errors.notANumber.text(text + unit))
  if (!Number.isFinite(Number(text))) throw new FilterError('hugeNumber', at, errors.hugeNumber.text(text))
  return { kind: 'number', text, at }
}

function stringAt(expression: string, start: number): Token {
  let text = ''
  for (let at = start + 1; at < expression.length; at++) {
    const character = expression.charAt(at)
    // What is stored is well formed, so that a half of a surrogate pair could match nothing.
    if (character === '"') return { kind: 'string', text: wellFormed(text), at: { start, end: at + 1 } }
    const next = expression.charAt(at + 1)
    if (character === '\\' && (next === '"' || next === '\\')) {
      text += next
      at++
    } else text += character
  }
  throw new FilterError('unclosedString', { start, end: expression.length }, errors.unclosedString.text())
}

/** `[request.id]` or `["request.id"]`. */
function keyAt(expression: string, start: number): Token {
  let inside = start + 1
  while (space.test(expression.charAt(inside))) inside++
  const quoted = expression.charAt(inside) === '"' ? stringAt(expression, inside) : undefined
  const close = expression.indexOf(']', quoted?.at.end ?? inside)
  const rest = expression.slice(quoted?.at.end ?? inside, close)
  if (close < 0 || (quoted !== undefined && rest.trim() !== ''))
    throw new FilterError('unclosedKey', { start, end: expression.length }, errors.unclosedKey.text())
  const text = quoted?.text ?? wellFormed(rest.trim())
  if (text === '') throw new FilterError('emptyKey', { start, end: close + 1 }, errors.emptyKey.text())
  return { kind: 'key', text, at: { start, end: close + 1 } }
}

/** `#[ … ]`: up to the bracket that closes it, whatever strings, lists and objects stand between. */
function jsonAt(expression: string, start: number): Token {
  if (expression.charAt(start + 1) !== '[')
    throw new FilterError('strangeCharacter', { start, end: start + 1 }, errors.strangeCharacter.text('#'))
  const part = /"(?:[^"\\]|\\.)*"|[[\]{}]/gs
  part.lastIndex = start + 2
  let depth = 1
  for (let found = part.exec(expression); found !== null; found = part.exec(expression)) {
    const [text] = found
    if (text === '[' || text === '{') depth++
    else if (text === ']' || text === '}') depth--
    if (depth > 0) continue
    if (text !== ']') break
    const end = part.lastIndex
    return { kind: 'json', text: expression.slice(start + 2, end - 1), at: { start, end } }
  }
  throw new FilterError('unclosedJson', { start, end: expression.length }, errors.unclosedJson.text())
}
