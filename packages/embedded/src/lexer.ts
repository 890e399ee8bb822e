/**
 * The words and signs of a ClickHouse statement, as far as this room must know them: where strings, quoted names and
 * comments begin and end, so that nothing inside of them is taken for a placeholder, a semicolon or a keyword.
 *
 * Source: ClickHouse's Lexer.cpp; each rule is tried on the engine in lexer.test.ts.
 */
export interface Token {
  readonly kind: 'word' | 'name' | 'string' | 'sign'
  /** The token as written, quotes included. */
  readonly text: string
  /** Offsets into the statement, in UTF-16 units. */
  readonly start: number
  readonly end: number
}

const WORD = /[\p{L}\p{N}_$]+/uy
const HEREDOC = /\$\w*\$/y
const LINE_COMMENT = /(?:--|\/\/|#[ !])[^\n]*/y

/** Total: an unfinished string or comment reaches to the end of the text, and the engine says what is wrong with it. */
export function* tokens(statement: string): Generator<Token, void, undefined> {
  let at = 0
  while (at < statement.length) {
    const sign = statement.charAt(at)
    const comment = commentEnd(statement, at)
    if (comment !== undefined) {
      at = comment
    } else if (/\s/.test(sign)) {
      at += 1
    } else {
      const token = tokenAt(statement, at, sign)
      yield token
      at = token.end
    }
  }
}

function tokenAt(text: string, start: number, sign: string): Token {
  const token = (kind: Token['kind'], end: number): Token => ({ kind, text: text.slice(start, end), start, end })
  if (sign === "'") return token('string', quotedEnd(text, start, "'"))
  if (sign === '`' || sign === '"') return token('name', quotedEnd(text, start, sign))
  if (sign === '‘') return token('string', afterNext(text, '’', start + 1))
  if (sign === '“') return token('name', afterNext(text, '”', start + 1))
  const heredoc = match(HEREDOC, text, start)
  if (heredoc !== undefined) return token('string', afterNext(text, heredoc, start + heredoc.length))
  const word = match(WORD, text, start)
  return word === undefined ? token('sign', start + 1) : token('word', start + word.length)
}

function commentEnd(text: string, start: number): number | undefined {
  const line = match(LINE_COMMENT, text, start)
  if (line !== undefined) return start + line.length
  if (!text.startsWith('/*', start)) return undefined
  let depth = 1
  let at = start + 2
  while (at < text.length && depth > 0) {
    if (text.startsWith('/*', at)) {
      depth += 1
      at += 2
    } else if (text.startsWith('*/', at)) {
      depth -= 1
      at += 2
    } else {
      at += 1
    }
  }
  return at
}

function quotedEnd(text: string, start: number, quote: string): number {
  let at = start + 1
  while (at < text.length) {
    const sign = text.charAt(at)
    if (sign === '\\') {
      at += 2
    } else if (sign !== quote) {
      at += 1
    } else if (text.charAt(at + 1) === quote) {
      at += 2
    } else {
      return at + 1
    }
  }
  return text.length
}

function afterNext(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from)
  return at < 0 ? text.length : at + end.length
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}
