import type { AcknowledgedDocument } from '@roentgen/store'
import type { AdmissionLimits, Micros, PackedDigest, Rejection, TraceId } from '@roentgen/trace'
import { admit, packDigest, secondsFromMicros } from '@roentgen/trace'
import type { Landing } from './landing.ts'
import type { RejectedDocuments } from './rejected-documents.ts'

export interface AcceptanceParts extends Landing {
  readonly rejected: RejectedDocuments
  readonly now: () => Micros
}

/** The one door into the store: admits documents, keeps the rejected ones, and puts the others on disk. */
export class Acceptance {
  readonly #parts: AcceptanceParts
  readonly #writing = new Set<Promise<void>>()
  readonly accepted = { udp: 0, http: 0 }

  constructor(parts: AcceptanceParts) {
    this.#parts = parts
  }

  /**
   * @returns why some were not admitted, once the others are on disk.
   * @throws StoreError where they could not be written: then none may be acknowledged.
   */
  async accept(
    texts: readonly string[],
    source: 'udp' | 'http',
    limits: AdmissionLimits,
  ): Promise<readonly Rejection[]> {
    const { append, rememberPacked, now } = this.#parts
    const rejections: Rejection[] = []
    const written: Promise<void>[] = []
    const failures: unknown[] = []
    for (let at = 0; at < texts.length; at += documentsATurn) {
      if (at > 0) await turn()
      const received = now()
      const documents: AcknowledgedDocument[] = []
      // Packed at once: while a sync is awaited the collector comes by, and digests are sixty objects each.
      const remembered: (readonly [TraceId, PackedDigest])[] = []
      for (const text of texts.slice(at, at + documentsATurn)) {
        const admission = admit(text, limits)
        if (admission.ok) {
          const { traceId, segmentId } = admission.document
          remembered.push([traceId, packDigest(admission.document.digest)])
          documents.push({ traceId, segmentId, received, text: admission.document.text })
        } else {
          rejections.push(admission.rejection)
          this.#keep(admission.rejection, text, source, received)
        }
      }
      if (documents.length === 0) continue
      // Heard at once: a failure that waits for its listener would end the thread.
      const writing = append(documents).then(
        () => {
          for (const [traceId, packed] of remembered) rememberPacked(traceId, packed, received)
          this.accepted[source] += remembered.length
        },
        (error) => {
          failures.push(error)
        },
      )
      this.#writing.add(writing)
      written.push(writing.then(() => void this.#writing.delete(writing)))
    }
    await Promise.all(written)
    if (failures.length > 0) throw failures[0]
    return rejections
  }

  /** Whatever was received before is on disk afterwards, or refused. */
  async settled(): Promise<void> {
    await Promise.all(this.#writing)
  }

  #keep(rejection: Rejection, text: string, source: 'udp' | 'http', received: Micros): void {
    const { code, reason, id, traceId } = rejection
    this.#parts.rejected.add({
      time: secondsFromMicros(received),
      source,
      code,
      reason,
      ...(id === undefined ? {} : { id }),
      ...(traceId === undefined ? {} : { traceId }),
      excerpt: text,
    })
  }
}

/** Some 10 ms of work: other requests and datagrams are not kept waiting by one large body. */
const documentsATurn = 200

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
