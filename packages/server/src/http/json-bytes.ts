/** A JSON text as bytes, written piece by piece: large answers of numbers take a third of what texts of them would. */
export class JsonBytes {
  #bytes: Buffer
  #length = 0

  /** @param likely bytes that it will have */
  constructor(likely = 0) {
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(1 << 16, likely))
  }

  /** Bytes that were written. */
  get length(): number {
    return this.#length
  }

  text(text: string): void {
    // A character has three bytes of UTF-8 at most for each of its sixteen bits.
    this.#make(text.length * 3)
    this.#length += this.#bytes.write(text, this.#length)
  }

  piece(piece: Uint8Array): void {
    this.#make(piece.length)
    this.#length = copied(this.#bytes, this.#length, piece)
  }

  /** A whole number from 0. */
  count(count: number): void {
    if (!(count <= 0x7fffffff)) {
      this.text(String(count))
      return
    }
    this.#make(mostDigits)
    this.#length = counted(this.#bytes, this.#length, count)
  }

  /** The same as a piece, a count and another piece, of which large answers have ten thousands. */
  countBetween(before: Uint8Array, count: number, after: Uint8Array): void {
    if (!(count <= 0x7fffffff)) {
      this.piece(before)
      this.count(count)
      this.piece(after)
      return
    }
    this.#make(before.length + mostDigits + after.length)
    const bytes = this.#bytes
    this.#length = copied(bytes, counted(bytes, copied(bytes, this.#length, before), count), after)
  }

  /** What was written between these lengths, once more. */
  again(from: number, to: number): void {
    this.#make(to - from)
    this.#bytes.copyWithin(this.#length, from, to)
    this.#length += to - from
  }

  /** Forgets what was written since this length. */
  backTo(length: number): void {
    this.#length = length
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  #make(room: number): void {
    if (this.#length + room <= this.#bytes.length) return
    const bytes = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#length + room))
    this.#bytes.copy(bytes, 0, 0, this.#length)
    this.#bytes = bytes
  }
}

/** Of a count below 2^31. */
const mostDigits = 10

/** Writes the piece at this length; gives the length behind it. Pieces are short: a call for each would take longer. */
function copied(bytes: Buffer, length: number, piece: Uint8Array): number {
  let at = length
  for (let i = 0; i < piece.length; i++) bytes[at++] = piece[i] ?? 0
  return at
}

/** The same of a whole number from 0, below 2^31. */
function counted(bytes: Buffer, length: number, count: number): number {
  let digits = 1
  for (let limit = 10; count >= limit && digits < mostDigits; limit *= 10) digits++
  let rest = count
  for (let at = length + digits - 1; at >= length; at--) {
    const next = (rest / 10) | 0
    bytes[at] = 48 + rest - next * 10
    rest = next
  }
  return length + digits
}
