import { type TraceId, traceIdFromHex } from '@roentgen/trace'
import { AnswerReader } from './answer-reader.ts'

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/**
 * Reads ClickHouse's RowBinary from left to right: the counterpart of RowBinary. The columns' types are the question's to
 * know.
 */
export class RowBinaryReader extends AnswerReader {
  constructor(bytes: Buffer) {
    super(bytes, 'row')
  }

  uint8(): number {
    return this.view.getUint8(this.take(1))
  }

  bool(): boolean {
    return this.uint8() !== 0
  }

  uint32(): number {
    return this.view.getUint32(this.take(4), true)
  }

  int32(): number {
    return this.view.getInt32(this.take(4), true)
  }

  /** Exact for safe integers, which is all that we store. */
  int64(): number {
    const at = this.take(8)
    return this.view.getInt32(at + 4, true) * 0x100000000 + this.view.getUint32(at, true)
  }

  /** 64 bits as a text of eight characters, to compare and to find by. */
  bits64(): string {
    const at = this.take(8)
    return this.bytes.toString('latin1', at, at + 8)
  }

  float64(): number {
    return this.view.getFloat64(this.take(8), true)
  }

  string(): string {
    const length = this.varint()
    if (length === 0) return ''
    const at = this.take(length)
    return this.bytes.toString('utf8', at, at + length)
  }

  /** A String of any bytes, which stay those of the answer. */
  blob(): Buffer {
    const length = this.varint()
    const at = this.take(length)
    return this.bytes.subarray(at, at + length)
  }

  traceId(): TraceId {
    const at = this.take(16)
    let hex = ''
    for (let i = 7; i >= 0; i--) hex += hexOfByte[this.bytes[at + i] ?? 0]
    for (let i = 15; i >= 8; i--) hex += hexOfByte[this.bytes[at + i] ?? 0]
    return traceIdFromHex(hex)
  }

  nullableString(): string | undefined {
    return this.uint8() === 0 ? this.string() : undefined
  }

  nullableInt32(): number | undefined {
    return this.uint8() === 0 ? this.int32() : undefined
  }

  nullableInt64(): number | undefined {
    return this.uint8() === 0 ? this.int64() : undefined
  }

  nullableFloat64(): number | undefined {
    return this.uint8() === 0 ? this.float64() : undefined
  }

  uint8s(): number[] {
    return this.#list(() => this.uint8())
  }

  uint32s(): number[] {
    return this.#list(() => this.uint32())
  }

  int32s(): number[] {
    return this.#list(() => this.int32())
  }

  int64s(): number[] {
    return this.#list(() => this.int64())
  }

  bits64s(): string[] {
    return this.#list(() => this.bits64())
  }

  float64s(): number[] {
    return this.#list(() => this.float64())
  }

  strings(): string[] {
    return this.#list(() => this.string())
  }

  nullableStrings(): (string | undefined)[] {
    return this.#list(() => this.nullableString())
  }

  nullableInt32s(): (number | undefined)[] {
    return this.#list(() => this.nullableInt32())
  }

  nullableInt64s(): (number | undefined)[] {
    return this.#list(() => this.nullableInt64())
  }

  nullableFloat64s(): (number | undefined)[] {
    return this.#list(() => this.nullableFloat64())
  }

  #list<T>(read: () => T): T[] {
    const count = this.varint()
    const list: T[] = []
    for (let i = 0; i < count; i++) list.push(read())
    return list
  }
}
