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
    const bytes = this.#bytes
    let at = this.#length
    // Pieces are short: a call for each would take longer.
    for (let i = 0; i < piece.length; i++) bytes[at++] = piece[i] ?? 0
    this.#length = at
  }

  /** A whole number from 0. */
  count(count: number): void {
    if (!(count <= 0x7fffffff)) {
      this.text(String(count))
      return
    }
    this.#make(10)
    const bytes = this.#bytes
    let digits = 1
    for (let limit = 10; count >= limit && digits < 10; limit *= 10) digits++
    let rest = count
    for (let at = this.#length + digits - 1; at >= this.#length; at--) {
      const next = (rest / 10) | 0
      bytes[at] = 48 + rest - next * 10
      rest = next
    }
    this.#length += digits
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
