import { isIPv4, isIPv6 } from 'node:net'
import { type ParameterType, printParameterType } from './parameter-type.ts'
import { quoteName, quoteString } from './quote.ts'

/** A value that does not fit its placeholder's type; the message says why. */
export class UnfitValue extends Error {
  override readonly name = 'UnfitValue'
}

/**
 * A `param_*` value as SQL: read according to its type, checked, and printed anew. Of the caller's text only the
 * characters of string values survive, and those inside of one quoted literal.
 *
 * @param text the value as ClickHouse's clients send it: TSV-escaped, `\N` for null, `['a','b']`, `(1,'a')`, `{'k':1}`
 * @throws UnfitValue
 */
export function printParameter(type: ParameterType, text: string): string {
  if (type.kind === 'identifier') return identifier(text)
  if (type.kind === 'string') return quoteString(unescaped(text))
  const sqlType = quoteString(printParameterType(type))
  if (text === '\\N') {
    if (!takesNull(type)) throw new UnfitValue('it is null')
    return `_CAST(NULL, ${sqlType})`
  }
  const reader = new ValueReader(text)
  const value = scalar(type) ? check(type, unescaped(text)) : reader.read(type)
  if (!scalar(type)) reader.end()
  // A map has no conversion from text, but one from an array of tuples, which has.
  if (type.kind === 'map') {
    return `_CAST(_CAST(${quoteString(value)}, ${quoteString(`Array(${printParameterType({ kind: 'tuple', of: [type.key, type.value] })})`)}), ${sqlType})`
  }
  return `_CAST(${quoteString(value)}, ${sqlType})`
}

function takesNull(type: ParameterType): boolean {
  return type.kind === 'nullable' || (type.kind === 'dictionary' && takesNull(type.of))
}

function inner(type: ParameterType): ParameterType {
  return type.kind === 'nullable' || type.kind === 'dictionary' ? inner(type.of) : type
}

function scalar(type: ParameterType): boolean {
  return !['array', 'map', 'tuple'].includes(inner(type).kind)
}

function identifier(text: string): string {
  const name = unescaped(text)
  if (name === '') throw new UnfitValue('it is empty')
  return quoteName(name)
}

/** The canonical text of one scalar, or UnfitValue. */
function check(outer: ParameterType, text: string): string {
  const type = inner(outer)
  switch (type.kind) {
    case 'string':
      return text
    case 'integer':
      return integer(type, text)
    case 'float':
      return demand(text, /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,4})?$|^[+-]?(inf|infinity|nan)$/i, 'a number')
    case 'decimal':
      return demand(text, /^[+-]?\d{1,77}(\.\d{0,77})?$/, 'a decimal number')
    case 'bool':
      if (/^(true|1)$/i.test(text)) return 'true'
      if (/^(false|0)$/i.test(text)) return 'false'
      throw new UnfitValue('true or false is expected')
    case 'uuid':
      return demand(text, /^[\da-f]{8}-?([\da-f]{4}-?){3}[\da-f]{12}$/i, 'a UUID').toLowerCase()
    case 'ipv4':
      if (isIPv4(text)) return text
      throw new UnfitValue('an IPv4 address is expected')
    case 'ipv6':
      if ((isIPv6(text) && !text.includes('%')) || isIPv4(text)) return text
      throw new UnfitValue('an IPv6 address is expected')
    case 'date':
      return demand(text, /^\d{4}-\d{2}-\d{2}$/, 'a date as 2026-01-31')
    case 'time':
      return demand(
        text,
        /^(-?\d{1,12}(\.\d{1,9})?|\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z?)$/,
        'a time as 2026-01-31 12:00:00 or epoch seconds',
      )
    case 'fixed':
      if (Buffer.byteLength(text) > type.bytes) throw new UnfitValue(`it is longer than ${type.bytes} bytes`)
      return text
    default:
      throw new UnfitValue('this type cannot be nested')
  }
}

function integer(type: ParameterType & { kind: 'integer' }, text: string): string {
  const value = BigInt(demand(text, /^[+-]?\d{1,80}$/, 'an integer').replace('+', ''))
  const fits = type.signed ? BigInt.asIntN(type.bits, value) === value : BigInt.asUintN(type.bits, value) === value
  if (!fits) throw new UnfitValue('it is out of range')
  return value.toString()
}

function demand(text: string, pattern: RegExp, what: string): string {
  if (!pattern.test(text)) throw new UnfitValue(`${what} is expected`)
  return text
}

const TEXT_ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  0: '\0',
  e: '\x1b',
  a: '\x07',
  v: '\v',
}

function unescaped(text: string): string {
  return text.replace(/\\(x[\da-f]{2}|.)/gis, (_, sign: string) =>
    sign.length === 3 ? String.fromCharCode(Number.parseInt(sign.slice(1), 16)) : (TEXT_ESCAPES[sign] ?? sign),
  )
}

/** Reads the text form of arrays, tuples and maps, and gives their canonical text. */
class ValueReader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  read(outer: ParameterType): string {
    if (takesNull(outer) && this.#take(/\s*null\b/iy) !== undefined) return 'NULL'
    const type = inner(outer)
    switch (type.kind) {
      case 'array':
        return `[${this.#list('[', ']', () => this.read(type.of)).join(',')}]`
      case 'tuple':
        return this.#tuple(type.of)
      case 'map':
        return `[${this.#list('{', '}', () => {
          const key = this.read(type.key)
          this.#sign(':')
          return `(${key},${this.read(type.value)})`
        }).join(',')}]`
      default:
        return this.#scalar(type)
    }
  }

  end(): void {
    if (this.#text.slice(this.#at).trim() !== '') throw new UnfitValue('there is text after its end')
  }

  #tuple(types: readonly ParameterType[]): string {
    let index = 0
    const values = this.#list('(', ')', () => {
      const type = types[index]
      index += 1
      if (type === undefined) throw new UnfitValue(`it has more than ${types.length} elements`)
      return this.read(type)
    })
    if (values.length !== types.length) throw new UnfitValue(`it has ${values.length} of ${types.length} elements`)
    return `(${values.join(',')})`
  }

  #list(open: string, close: string, element: () => string): string[] {
    this.#sign(open)
    const values: string[] = []
    if (this.#peek() !== close) {
      values.push(element())
      while (this.#peek() === ',') {
        this.#sign(',')
        values.push(element())
      }
    }
    this.#sign(close)
    return values
  }

  #scalar(type: ParameterType): string {
    if (this.#peek() === "'") {
      const quoted = this.#take(/\s*'((?:[^'\\]|\\.|'')*)'/sy)
      if (quoted === undefined) throw new UnfitValue('a string in it has no end')
      const text = check(type, unescaped(quoted.replaceAll("''", "'")))
      return bare(type) ? text : quoteString(text)
    }
    if (!bare(type)) throw new UnfitValue('a quoted string is expected')
    return check(type, this.#take(/\s*([\w.+-]+)/y) ?? '')
  }

  #peek(): string {
    return this.#text.slice(this.#at).trimStart().charAt(0)
  }

  #sign(sign: string): void {
    if (this.#take(/\s*(.)/sy) !== sign) throw new UnfitValue(`${sign} is expected`)
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found === null) return undefined
    this.#at = pattern.lastIndex
    return found[1] ?? found[0]
  }
}

function bare(type: ParameterType): boolean {
  return ['integer', 'float', 'decimal', 'bool'].includes(type.kind)
}
