import type { FieldShape, Inner, ReadField, Values } from './field-shape.ts'
import { fieldOf, stands, whole } from './field-shape.ts'
import { parseJson } from './field-text.ts'
import type { JsonObject, JsonValue } from './json.ts'

/**
 * What JSON.parse would give, with the shape's fields alone: faster, and with much less garbage. The text is checked to
 * its end all the same. undefined where it is no JSON, and for a few that are but are hard to read (a field twice, an
 * escape in a field's name): JSON.parse must say.
 *
 * @param text nests so little that it can be read in recursion
 * @param utf8 the same text, and a 0 behind it
 */
export function readFields(text: string, utf8: Uint8Array, length: number, shape: FieldShape): JsonValue | undefined {
  source = text
  sourceEnd = length
  fewer = 0
  isUnclear = false
  const end = skipSpace(utf8, readValue(utf8, skipSpace(utf8, 0), shape))
  const read = value
  source = ''
  value = null
  return isUnclear || end !== length ? undefined : read
}

// The reading under way. Its functions take the place of the next byte and give the place behind what they have read.
// Where the text cannot be read that is its end, where nothing can follow, so that all of them end.
let source = ''
let sourceEnd = 0
/** How many units of the text there are fewer than bytes so far. */
let fewer = 0
/** Whether the string read last has escapes. */
let isEscaped = false
let isUnclear = false
/** What was read last. */
let value: JsonValue = null

const emptyObject: JsonObject = {}
const emptyList: readonly JsonValue[] = []

const quote = 0x22
const comma = 0x2c
const minus = 0x2d
const point = 0x2e
const zero = 0x30
const colon = 0x3a
const bracket = 0x5b
const backslash = 0x5c
const closingBracket = 0x5d
const brace = 0x7b
const closingBrace = 0x7d

function giveUp(): number {
  isUnclear = true
  return sourceEnd
}

function readValue(bytes: Uint8Array, at: number, inner: Inner | undefined): number {
  const first = bytes[at] as number
  if (first === quote) return readString(bytes, at)
  if (first !== brace && first !== bracket) return readScalar(bytes, at)
  if (inner === whole) return readWhole(bytes, at)
  if (inner !== undefined && first === brace && 'make' in inner) return readObject(bytes, at, inner)
  if (inner !== undefined && first === bracket && 'elements' in inner) return readList(bytes, at, inner.elements())
  const end = skipValue(bytes, at)
  value = first === brace ? emptyObject : emptyList
  return end
}

function readObject(bytes: Uint8Array, start: number, shape: FieldShape): number {
  const values: Values = shape.absent.slice()
  let before: { next: ReadField | undefined } = shape
  let at = skipSpace(bytes, start + 1)
  if (bytes[at] === closingBrace) at++
  else
    for (;;) {
      const name = at
      // Senders write their fields in one order: most often it is the one that stood here in the document before.
      let field = before.next
      if (field !== undefined && stands(field.name, bytes, at)) at += field.name.length
      else {
        at = bytes[at] === quote ? skipString(bytes, at) : giveUp()
        // It may be the name of one of ours.
        if (isEscaped) at = giveUp()
        field = fieldOf(shape, bytes, name, at)
        if (field !== undefined) before.next = field
      }
      at = skipColon(bytes, at)
      if (field === undefined) at = skipValue(bytes, at)
      else {
        before = field
        at = values[field.number] === undefined ? readValue(bytes, at, field.inner) : giveUp()
        values[field.number] = value
      }
      at = skipSpace(bytes, at)
      if (bytes[at] !== comma) {
        at = bytes[at] === closingBrace ? at + 1 : giveUp()
        break
      }
      at = skipSpace(bytes, at + 1)
    }
  value = shape.make(values)
  return at
}

function readList(bytes: Uint8Array, start: number, elements: FieldShape): number {
  const list: JsonValue[] = []
  let at = skipSpace(bytes, start + 1)
  if (bytes[at] === closingBracket) at++
  else
    for (;;) {
      at = skipSpace(bytes, readValue(bytes, at, elements))
      list.push(value)
      if (bytes[at] !== comma) {
        at = bytes[at] === closingBracket ? at + 1 : giveUp()
        break
      }
      at = skipSpace(bytes, at + 1)
    }
  value = list
  return at
}

function readString(bytes: Uint8Array, start: number): number {
  const from = start - fewer
  const end = skipString(bytes, start)
  if (isUnclear) value = ''
  else if (isEscaped) value = parseJson(source.slice(from, end - fewer))
  else value = source.slice(from + 1, end - fewer - 1)
  return end
}

function readWhole(bytes: Uint8Array, start: number): number {
  const from = start - fewer
  const end = skipValue(bytes, start)
  value = isUnclear ? null : parseJson(source.slice(from, end - fewer))
  return end
}

/** A number, true, false or null. */
function readScalar(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number
  if (first === minus || (first >= zero && first <= zero + 9)) return readNumber(bytes, at)
  for (const [word, meaning] of words) {
    if (word[0] !== first || !stands(word, bytes, at)) continue
    value = meaning
    return at + word.length
  }
  return giveUp()
}

const words = [true, false, null].map((meaning) => [new TextEncoder().encode(String(meaning)), meaning] as const)

/** Powers of ten that a double holds exactly. */
const tens = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`))

function readNumber(bytes: Uint8Array, start: number): number {
  let at = start
  const isNegative = bytes[at] === minus
  if (isNegative) at++
  const begin = at
  let digits = 0
  let decimals = 0
  for (let digit = digitAt(bytes, at); digit >= 0 && digit <= 9; digit = digitAt(bytes, ++at))
    digits = digits * 10 + digit
  if (at === begin || (bytes[begin] === zero && at > begin + 1)) return giveUp()
  if (bytes[at] === point) {
    const from = ++at
    for (let digit = digitAt(bytes, at); digit >= 0 && digit <= 9; digit = digitAt(bytes, ++at))
      digits = digits * 10 + digit
    decimals = at - from
    if (decimals === 0) return giveUp()
  }
  const hasExponent = bytes[at] === 0x65 || bytes[at] === 0x45
  if (hasExponent) {
    at++
    if (bytes[at] === 0x2b || bytes[at] === minus) at++
    const from = at
    while (digitAt(bytes, at) >= 0 && digitAt(bytes, at) <= 9) at++
    if (at === from) return giveUp()
  }
  if (hasExponent || digits > Number.MAX_SAFE_INTEGER || decimals >= tens.length)
    value = Number(source.slice(start - fewer, at - fewer))
  else {
    // Both are whole numbers that a double holds: their quotient is the double nearest to the decimal.
    const size = decimals === 0 ? digits : digits / (tens[decimals] as number)
    value = isNegative ? -size : size
  }
  return at
}

function digitAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) - zero
}

function skipValue(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number
  if (first === quote) return skipString(bytes, at)
  if (first === brace || first === bracket) return skipAll(bytes, at, first === brace)
  return readScalar(bytes, at)
}

function skipAll(bytes: Uint8Array, start: number, isObject: boolean): number {
  const closing = isObject ? closingBrace : closingBracket
  let at = skipSpace(bytes, start + 1)
  if (bytes[at] === closing) return at + 1
  for (;;) {
    if (isObject) at = skipColon(bytes, bytes[at] === quote ? skipString(bytes, at) : giveUp())
    at = skipSpace(bytes, skipValue(bytes, at))
    if (bytes[at] !== comma) return bytes[at] === closing ? at + 1 : giveUp()
    at = skipSpace(bytes, at + 1)
  }
}

function skipColon(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== colon) {
    at = skipSpace(bytes, at)
    if (bytes[at] !== colon) return giveUp()
  }
  return skipSpace(bytes, at + 1)
}

function skipSpace(bytes: Uint8Array, start: number): number {
  if ((bytes[start] as number) > 0x20) return start
  let at = start
  for (let byte = bytes[at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; byte = bytes[at]) at++
  return at
}

/** Of each byte, whether it ends a run of ordinary ASCII in a string. */
const isSpecial = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x20 || byte >= 0x80 || byte === quote || byte === backslash ? 1 : 0,
)

function skipString(bytes: Uint8Array, start: number): number {
  let at = start + 1
  isEscaped = false
  for (;;) {
    while (isSpecial[bytes[at] as number] === 0) at++
    const byte = bytes[at] as number
    if (byte === quote) return at + 1
    if (byte === backslash) {
      isEscaped = true
      const length = lengthOfEscape(bytes, at)
      if (length === 0) return giveUp()
      at += length
    } else if (byte < 0x20) return giveUp()
    else {
      // Two or three bytes are one unit, four are two.
      if (byte < 0xc0) fewer++
      else if (byte >= 0xf0) fewer--
      at++
    }
  }
}

const simpleEscapes: ReadonlySet<number> = new Set(new TextEncoder().encode('"\\/bfnrt'))

/** Bytes of the escape that begins here; 0 where it is none of JSON's. */
function lengthOfEscape(bytes: Uint8Array, at: number): number {
  const letter = bytes[at + 1] as number
  if (letter !== 0x75) return simpleEscapes.has(letter) ? 2 : 0
  for (let index = at + 2; index < at + 6; index++) if (!isHexDigit(bytes[index] as number)) return 0
  return 6
}

function isHexDigit(byte: number): boolean {
  return (byte >= zero && byte <= zero + 9) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66)
}
