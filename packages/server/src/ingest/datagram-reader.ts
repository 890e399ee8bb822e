import type { Micros } from '@roentgen/trace'
import { datagramLimits, readDatagram, secondsFromMicros } from '@roentgen/trace'
import type { DatagramRing } from '../receive/datagram-ring.ts'
import type { Acceptance } from './acceptance.ts'
import type { RejectedDocuments } from './rejected-documents.ts'

export interface DatagramReaderParts {
  readonly ring: DatagramRing
  readonly acceptance: Acceptance
  readonly rejected: RejectedDocuments
  /** Whether the write-ahead files take so many bytes more from UDP. */
  readonly hasRoom: (bytes: number) => boolean
  /** Why the disk takes nothing at the moment; undefined where it does. */
  readonly diskProblem?: () => string | undefined
  readonly now: () => Micros
  /** Accepted datagrams could not be written. */
  readonly onLoss: (documents: number, error: unknown) => void
}

/** One group commit's worth: enough for any rate that the budget names, and bounded in memory. */
const batchDatagrams = 500
const batchBytes = 2 * 1024 * 1024

interface Received {
  readonly text: string
  /** Of the datagram. */
  readonly bytes: number
}

/** The first of them, as many as there is room for. */
function fitting(batch: readonly Received[], hasRoom: (bytes: number) => boolean): readonly string[] {
  let bytes = batch.reduce((sum, datagram) => sum + datagram.bytes, 0)
  let count = batch.length
  for (; count > 0 && !hasRoom(bytes); count--) bytes -= batch[count - 1]?.bytes ?? 0
  return batch.slice(0, count).map(({ text }) => text)
}

/** Takes datagrams out of the ring and has their documents accepted, until it is empty; then waits to be woken. */
export class DatagramReader {
  readonly #parts: DatagramReaderParts
  #reading: Promise<void> | undefined

  constructor(parts: DatagramReaderParts) {
    this.#parts = parts
  }

  /** Reads on; resolves when everything that was in the ring is on disk or counted. */
  wake(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined
    })
    return this.#reading
  }

  async #read(): Promise<void> {
    const { ring, hasRoom, diskProblem, acceptance, onLoss } = this.#parts
    do {
      for (let batch = this.#batch(); batch !== undefined; batch = this.#batch()) {
        if (batch.length === 0) continue
        if (diskProblem?.() !== undefined) {
          this.#refuse('DiskFull', batch.length)
          continue
        }
        const texts = fitting(batch, hasRoom)
        if (texts.length < batch.length) this.#refuse('NoRoom', batch.length - texts.length)
        else ring.open()
        if (texts.length > 0)
          await acceptance
            .accept(texts, 'udp', datagramLimits)
            .catch((error) => this.#lost(texts.length, error, onLoss))
      }
    } while (!ring.sleep())
  }

  /** These documents, and what waits behind them: it is dropped before it costs more than its count. */
  #refuse(code: 'DiskFull' | 'NoRoom', documents: number): void {
    const { ring, rejected } = this.#parts
    ring.close()
    rejected.count('udp', code, documents + ring.discard())
  }

  #lost(documents: number, error: unknown, onLoss: DatagramReaderParts['onLoss']): void {
    this.#parts.rejected.count('udp', 'NotWritten', documents)
    onLoss(documents, error)
  }

  /** The documents of the next datagrams; undefined when there are none. */
  #batch(): readonly Received[] | undefined {
    const { ring } = this.#parts
    const batch: Received[] = []
    let bytes = 0
    let read = 0
    while (read < batchDatagrams && bytes < batchBytes) {
      const datagram = ring.pop()
      if (datagram === undefined) break
      read++
      bytes += datagram.byteLength
      const reading = readDatagram(datagram)
      if (reading.ok) batch.push({ text: reading.text, bytes: datagram.byteLength })
      else this.#reject(reading.reason, datagram)
    }
    return read === 0 ? undefined : batch
  }

  #reject(code: string, datagram: Buffer): void {
    this.#parts.rejected.add({
      time: secondsFromMicros(this.#parts.now()),
      source: 'udp',
      code,
      reason: 'The datagram does not begin with {"format": "json", "version": 1}, a newline and a document.',
      excerpt: datagram.toString('utf8', 0, 1000),
    })
  }
}
