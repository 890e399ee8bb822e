// What pack.ts writes: characters of seven bits each, so that V8 keeps them as one string of a byte each, without any
// pointer, and makes it from bytes at memory speed. `packed-reader.ts` reads them.

/** A number is written six bits at a time, the least first; this bit says that more follow. */
export const more = 0x40
const digit = 0x3f

/** The two lowest bits of what stands before a text tell its kind, the others its length or its number. */
export const textKind = { absent: 0, word: 1, ascii: 2, wide: 3 } as const
/** The same of a number: small ones stand there themselves. */
export const numberKind = { positive: 0, negative: 1, double: 2, absent: 3 } as const

/** Below this, numbers of any kind stand in 32 bits. */
const small = 2 ** 28

/** A scratch that had to grow beyond this is given back, bytes. */
const usual = 64 * 1024
const decoder = new TextDecoder()
const double = new Float64Array(1)
const halves = new Uint32Array(double.buffer)

let bytes = new Uint8Array(usual)
let at = 0

/** Ends what has been written since the last time: gives it as a string. */
export function written(): string {
  const text = decoder.decode(bytes.subarray(0, at))
  at = 0
  if (bytes.length > usual) bytes = new Uint8Array(usual)
  return text
}

/** Characters since then. */
export function lengthWritten(): number {
  return at
}

/** Of any 28 bits. */
export function writeBits(bits: number): void {
  reserve(6)
  putBits(bits)
}

/** Any number, -0 and NaN too. */
export function writeNumber(value: number | undefined): void {
  reserve(16)
  if (value === undefined) putBits(numberKind.absent)
  else if (!isSmall(value)) putDouble(value)
  else if (value < 0) putBits((-value << 2) | numberKind.negative)
  else putBits((value << 2) | numberKind.positive)
}

/** A number by how much it is more than another one that the reader will know. */
export function writeAfter(value: number, before: number): void {
  const after = value - before
  if (isSmall(after) && before + after === value) writeNumber(after)
  else {
    reserve(16)
    putDouble(value)
  }
}

export function writeWord(number: number): void {
  writeBits((number << 2) | textKind.word)
}

/** Any text of less than 2^26 units, with half surrogate pairs too. */
export function writeText(text: string | undefined): void {
  if (text === undefined) {
    writeBits(textKind.absent)
    return
  }
  const { length } = text
  reserve(6 + length * 3)
  const begin = at
  putBits((length << 2) | textKind.ascii)
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index)
    if (unit > 0x7f) {
      at = begin
      putWide(text)
      return
    }
    bytes[at++] = unit
  }
}

function putWide(text: string): void {
  putBits((text.length << 2) | textKind.wide)
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    bytes[at++] = unit & digit
    bytes[at++] = (unit >>> 6) & digit
    bytes[at++] = unit >>> 12
  }
}

function isSmall(value: number): boolean {
  return value > -small && value < small && Math.trunc(value) === value && !Object.is(value, -0)
}

function putDouble(value: number): void {
  double[0] = value
  putBits(numberKind.double)
  putHalf(halves[0] as number)
  putHalf(halves[1] as number)
}

function putHalf(half: number): void {
  for (let shift = 0; shift < 36; shift += 6) bytes[at++] = shift < 32 ? (half >>> shift) & digit : 0
}

function putBits(bits: number): void {
  let left = bits
  while (left > digit) {
    bytes[at++] = (left & digit) | more
    left >>>= 6
  }
  bytes[at++] = left
}

/** Room for so many more. */
function reserve(length: number): void {
  if (at + length <= bytes.length) return
  const larger = new Uint8Array(Math.max(bytes.length * 2, at + length))
  larger.set(bytes)
  bytes = larger
}
