import type { Rejected } from '@roentgen/api'
import {
  dropQuarantined,
  newestQuarantined,
  type Quarantined,
  quarantinedIds,
  quarantineSize,
  readQuarantined,
} from '@roentgen/store'
import { digestDocument, type Micros, secondsFromMicros, traceIdFromHex } from '@roentgen/trace'
import type { Landing } from './landing.ts'
import type { RejectedDocuments } from './rejected-documents.ts'

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
  /** Those that were asked for, else the newest, at most 1,000. */
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
  /** Ids for whose documents there was no room any more: ask for them again. */
  readonly later: readonly string[]
}

export interface QuarantineDeskParts extends Landing {
  readonly directory: string
  /** Throws ThrottledException while there is no room for so many bytes. */
  readonly demandRoom: (bytes: number) => Promise<void>
  /** Runs work while no load does. */
  readonly between: (work: () => Promise<void>) => Promise<void>
}

const mostShown = 1000
const documentsOfAppend = 200
const bytesOfAppend = 4 * 1024 * 1024

/** @param ids undefined: the newest */
export async function quarantineReport(directory: string, ids?: readonly string[]): Promise<QuarantineReport> {
  const named = await Promise.all((ids ?? []).slice(0, mostShown).map((id) => readQuarantined(directory, id)))
  const kept = ids === undefined ? await newestQuarantined(directory, mostShown) : named.flatMap((one) => one ?? [])
  return { ...(await quarantineSize(directory)), quarantined: kept.map(shown) }
}

/** What earlier processes put aside stands among the rejected documents, oldest first. */
export async function showQuarantined(directory: string, rejected: Pick<RejectedDocuments, 'keep'>): Promise<void> {
  const { quarantined } = await quarantineReport(directory)
  for (const { time, reason, document, traceId, segmentId } of quarantined.toReversed())
    rejected.keep({ time, ...rejection(reason, segmentId, traceId), excerpt: document })
}

/** A write-ahead record that the engine refused, as the person who looks for it knows it: by its document. */
export function quarantinedLine(line: Buffer, reason: string, received: Micros): Rejected {
  const [, , traceId, id, , ...document] = line.toString('utf8').split('\t')
  const words = `The store refused the document and keeps it in quarantine/: ${reason}`
  const known = rejection(words, id, traceId === undefined ? undefined : traceIdFromHex(traceId))
  return { time: secondsFromMicros(received), ...known, excerpt: document.join('\t') }
}

function rejection(
  reason: string,
  id: string | undefined,
  traceId: string | undefined,
): Omit<Rejected, 'time' | 'excerpt'> {
  const ids = { ...(id === undefined ? {} : { id }), ...(traceId === undefined ? {} : { traceId }) }
  return { source: 'loader', code: 'Quarantined', reason, ...ids }
}

/** Puts documents back on their way through the store, or deletes them. What is tried again is in both places at once, never in none. */
export async function quarantineCall(
  { what, ids }: QuarantineCall,
  parts: QuarantineDeskParts,
): Promise<QuarantineOutcome> {
  const { directory } = parts
  const done: string[] = []
  const left: string[] = []
  const wanted = [...new Set(ids ?? (await quarantinedIds(directory)))]
  while (wanted.length > 0) {
    const { found, bytes } = await takeSome(wanted, what, directory, left)
    if (what === 'drop') await drop(found, directory)
    else {
      try {
        await parts.demandRoom(bytes)
      } catch (error) {
        if (done.length === 0) throw error
        return { done, left, later: [...found.map(({ id }) => id), ...wanted] }
      }
      // A document that is refused again takes the name that it had: no load may come between the two steps.
      await parts.between(async () => {
        await tryAgain(found, parts)
        await drop(found, directory)
      })
    }
    done.push(...found.map(({ id }) => id))
  }
  return { done, left, later: [] }
}

/** Reads the first ones and takes their ids off the list, as many as one append takes. */
async function takeSome(
  wanted: string[],
  what: QuarantineCall['what'],
  directory: string,
  left: string[],
): Promise<{ found: readonly Quarantined[]; bytes: number }> {
  const found: Quarantined[] = []
  let bytes = 0
  while (found.length < documentsOfAppend && bytes < bytesOfAppend) {
    const id = wanted.shift()
    if (id === undefined) break
    const one = await readQuarantined(directory, id)
    if (one === undefined || (what === 'retry' && one.record === undefined)) left.push(id)
    else {
      found.push(one)
      bytes += Buffer.byteLength(one.line)
    }
  }
  return { found, bytes }
}

async function drop(found: readonly Quarantined[], directory: string): Promise<void> {
  for (const { id } of found) await dropQuarantined(directory, id)
}

async function tryAgain(found: readonly Quarantined[], { append, remember }: Landing): Promise<void> {
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
