import {
  type AcknowledgedDocument,
  dropQuarantined,
  type Quarantined,
  quarantinedIds,
  quarantineSize,
  readQuarantined,
} from '@roentgen/store'
import { type DocumentDigest, digestDocument, type Micros, secondsFromMicros } from '@roentgen/trace'

/** A quarantined document as it is shown. */
export interface QuarantinedDocument {
  readonly id: string
  /** Epoch seconds: when it was put aside, and when it was received. */
  readonly time: number
  readonly received?: number
  readonly reason: string
  readonly traceId?: string
  readonly segmentId?: string
  readonly document: string
}

export interface QuarantineReport {
  /** All that there are, and the bytes of their files. */
  readonly records: number
  readonly bytes: number
  /** The newest, at most 1,000. */
  readonly quarantined: readonly QuarantinedDocument[]
}

export interface QuarantineCall {
  readonly what: 'retry' | 'drop'
  /** undefined: all. */
  readonly ids: readonly string[] | undefined
}

export interface QuarantineOutcome {
  /** Ids that are not in quarantine any more. What is tried again may come back. */
  readonly done: readonly string[]
  /** Ids of which there is nothing, or whose record is damaged. */
  readonly left: readonly string[]
}

export interface QuarantineDeskParts {
  readonly directory: string
  readonly append: (documents: readonly AcknowledgedDocument[]) => Promise<void>
  readonly remember: (digest: DocumentDigest, received: Micros) => void
}

const mostShown = 1000
const documentsOfAppend = 200

export async function quarantineReport(directory: string): Promise<QuarantineReport> {
  const kept: Quarantined[] = []
  for (const id of await quarantinedIds(directory)) {
    const one = await readQuarantined(directory, id)
    if (one !== undefined) kept.push(one)
  }
  const newest = kept.sort((a, b) => b.time - a.time).slice(0, mostShown)
  return { ...(await quarantineSize(directory)), quarantined: newest.map(shown) }
}

/** Puts documents back on their way through the store, or deletes them. What is tried again is in both places at once, never in none. */
export async function quarantineCall(
  { what, ids }: QuarantineCall,
  parts: QuarantineDeskParts,
): Promise<QuarantineOutcome> {
  const { directory } = parts
  const done: string[] = []
  const left: string[] = []
  const wanted = ids ?? (await quarantinedIds(directory))
  for (let at = 0; at < wanted.length; at += documentsOfAppend) {
    const found: Quarantined[] = []
    for (const id of wanted.slice(at, at + documentsOfAppend)) {
      const one = await readQuarantined(directory, id)
      if (one === undefined || (what === 'retry' && one.record === undefined)) left.push(id)
      else found.push(one)
    }
    if (what === 'retry') await tryAgain(found, parts)
    for (const { id } of found) await dropQuarantined(directory, id)
    done.push(...found.map(({ id }) => id))
  }
  return { done, left }
}

async function tryAgain(found: readonly Quarantined[], { append, remember }: QuarantineDeskParts): Promise<void> {
  const documents = found.flatMap(({ record }) => record ?? [])
  if (documents.length === 0) return
  await append(documents)
  for (const { text, received } of documents) {
    const digest = digestDocument(text)
    if (digest !== undefined) remember(digest, received)
  }
}

function shown({ id, time, reason, line, record }: Quarantined): QuarantinedDocument {
  if (record === undefined) return { id, time, reason, document: line }
  const { traceId, segmentId, received, text } = record
  return { id, time, reason, received: secondsFromMicros(received), traceId, segmentId, document: text }
}
