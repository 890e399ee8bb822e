import { more, numberKind, textKind } from './packed-writer.ts'
import type { Words } from './words.ts'

const double = new Float64Array(1)
const halves = new Uint32Array(double.buffer)

/** Reads what packed-writer.ts has written, in the same order. */
export class PackedReader {
  readonly #packed: string
  readonly #words: Words
  #at: number

  constructor(packed: string, words: Words, at: number) {
    this.#packed = packed
    this.#words = words
    this.#at = at
  }

  bits(): number {
    let bits = 0
    for (let shift = 0; ; shift += 6) {
      const digit = this.#packed.charCodeAt(this.#at++)
      if (digit < more) return bits | (digit << shift)
      bits |= (digit & ~more) << shift
    }
  }

  number(): number | undefined {
    const bits = this.bits()
    const kind = bits & 3
    if (kind === numberKind.positive) return bits >>> 2
    if (kind === numberKind.negative) return -(bits >>> 2)
    return kind === numberKind.absent ? undefined : this.#double()
  }

  /** A number that was written after this one. */
  after(before: number): number {
    const bits = this.bits()
    const kind = bits & 3
    if (kind === numberKind.positive) return before + (bits >>> 2)
    return kind === numberKind.negative ? before - (bits >>> 2) : this.#double()
  }

  text(): string | undefined {
    const bits = this.bits()
    const kind = bits & 3
    const length = bits >>> 2
    if (kind === textKind.absent) return undefined
    if (kind === textKind.word) return this.#words.at(length)
    if (kind === textKind.wide) return this.#wide(length)
    const from = this.#at
    this.#at += length
    return this.#packed.slice(from, this.#at)
  }

  #wide(length: number): string {
    let text = ''
    for (let left = length; left > 0; left--) {
      const unit = this.#digit() | (this.#digit() << 6) | (this.#digit() << 12)
      text += String.fromCharCode(unit)
    }
    return text
  }

  #double(): number {
    halves[0] = this.#half()
    halves[1] = this.#half()
    return double[0] as number
  }

  #half(): number {
    let half = 0
    for (let shift = 0; shift < 36; shift += 6) {
      const digit = this.#digit()
      if (shift < 32) half |= digit << shift
    }
    return half
  }

  #digit(): number {
    return this.#packed.charCodeAt(this.#at++)
  }
}
