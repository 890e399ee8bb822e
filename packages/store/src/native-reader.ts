import { AnswerReader } from './answer-reader.ts'

/** Elements of a column of names: each says at which place its name stands. */
export interface NamesRead {
  readonly names: readonly string[]
  readonly places: Uint8Array | Uint16Array | Uint32Array
}

/**
 * Reads blocks of ClickHouse's Native format, column by column: the counterpart of NativeBlock. The columns' types are the
 * question's to know.
 */
export class NativeReader extends AnswerReader {
  constructor(bytes: Buffer) {
    super(bytes, 'block')
  }

  /** Begins a block: how many rows it has. */
  block(): number {
    this.varint()
    return this.varint()
  }

  /** Begins a column, which says its name and type. */
  column(): void {
    this.take(this.varint())
    this.take(this.varint())
  }

  uint8s(count: number): Uint8Array {
    const at = this.take(count)
    return this.bytes.subarray(at, at + count)
  }

  /** Exact for safe integers, which is all that we store. */
  int64s(count: number): Float64Array {
    const at = this.take(count * 8)
    const view = this.view
    const numbers = new Float64Array(count)
    for (let i = 0, byte = at; i < count; i++, byte += 8)
      numbers[i] = view.getInt32(byte + 4, true) * 0x100000000 + view.getUint32(byte, true)
    return numbers
  }

  /** The same, in half of the memory where all of them fit. */
  counts(count: number): Uint32Array | Float64Array {
    const at = this.at
    const end = this.take(count * 8) + count * 8
    const view = this.view
    const numbers = new Uint32Array(count)
    for (let i = 0, byte = at; byte < end; i++, byte += 8) {
      if (view.getInt32(byte + 4, true) !== 0) {
        this.at = at
        return this.int64s(count)
      }
      numbers[i] = view.getUint32(byte, true)
    }
    return numbers
  }

  /** Two for each of these 64 bits, the lower 32 first. */
  words(count: number): Uint32Array {
    return new Uint32Array(this.#copied(count * 8))
  }

  /** Where the lists of so many rows end. */
  ends(rows: number): Float64Array {
    return this.int64s(rows)
  }

  /** LowCardinality(String), in lists of so many rows: their ends, and all their elements. */
  listsOfNames(rows: number): NamesRead & { readonly ends: Float64Array } {
    // The version of the format, which the engine writes before everything else.
    this.take(8)
    const ends = this.ends(rows)
    const count = ends[rows - 1] ?? 0
    if (count === 0) return { ends, names: [], places: new Uint8Array() }
    const [kind = 0] = this.int64s(1)
    const names = Array.from({ length: this.int64s(1)[0] ?? 0 }, () => this.#string())
    const places = this.#places(kind & 0xff, this.int64s(1)[0] ?? 0)
    return { ends, names, places }
  }

  #places(width: number, count: number): NamesRead['places'] {
    if (width === 0) return this.uint8s(count)
    if (width === 1) return new Uint16Array(this.#copied(count * 2))
    return new Uint32Array(this.#copied(count * 4))
  }

  #string(): string {
    const length = this.varint()
    const at = this.take(length)
    return this.bytes.toString('utf8', at, at + length)
  }

  /** Apart, since numbers must lie at multiples of their size. */
  #copied(length: number): ArrayBuffer {
    const at = this.take(length)
    const begin = this.bytes.byteOffset + at
    return new Uint8Array(this.bytes.buffer, begin, length).slice().buffer
  }
}
