import { errors, StoreError } from './errors.ts'

/** Reads the bytes of an answer in one of ClickHouse's binary formats from left to right; bytes that end too early are refused. */
export abstract class AnswerReader {
  protected readonly bytes: Buffer
  protected readonly view: DataView
  protected at = 0
  readonly #unit: string

  /** `unit`: what the format is made of, in words. */
  protected constructor(bytes: Buffer, unit: string) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#unit = unit
  }

  /** Whether all was read. */
  get isAtEnd(): boolean {
    return this.at >= this.bytes.length
  }

  varint(): number {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = this.bytes[this.take(1)] ?? 0
      value += (byte & 127) * factor
      if (byte < 128) return value
    }
  }

  /** Where the next bytes begin, which are read then. */
  protected take(length: number): number {
    const at = this.at
    this.at = at + length
    if (this.at > this.bytes.length) {
      const problem = `it ends within a ${this.#unit}, at byte ${at}`
      throw new StoreError('unexpectedAnswer', errors.unexpectedAnswer.text(problem))
    }
    return at
  }
}
