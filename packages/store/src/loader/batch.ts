import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Micros, TraceId } from '@roentgen/trace'
import { isPlainPath } from '../plain-path.ts'
import type { WriteAhead } from '../write-ahead/write-ahead.ts'
import type { WriteAheadFile } from '../write-ahead/write-ahead-file.ts'
import { Breath } from './breath.ts'

/** A trace's records in the files of a batch. */
export interface TraceRecords {
  /** Receipt of each record, and the number of the file that it stands in. */
  readonly received: Micros[]
  readonly sequence: number[]
  /** Some of them were written by an earlier process, so memory does not hold them. */
  recovered: boolean
}

/** Some closed write-ahead files on their way through the steps together. */
export interface Batch {
  readonly files: readonly WriteAheadFile[]
  /** Reads the files whole. */
  readonly contents: () => Promise<readonly Buffer[]>
  /** Where the contents lie as they stand; undefined where the engine cannot read them there. */
  readonly paths: readonly string[] | undefined
  readonly documents: number
  readonly traces: Map<TraceId, TraceRecords>
}

export async function readBatch(writeAhead: WriteAhead, files: readonly WriteAheadFile[]): Promise<Batch> {
  const traces: Batch['traces'] = new Map()
  const breath = new Breath()
  let documents = 0
  const paths: string[] = []
  let readable = true
  for (const file of files) {
    paths.push(resolve(file.path))
    // Longer where a failed write could not be cut off.
    readable &&= (await stat(file.path)).size === file.bytes
    documents += file.documents
    for (const [traceId, received] of writeAhead.receipts(file)) {
      let records = traces.get(traceId)
      if (records === undefined) {
        records = { received: [], sequence: [], recovered: false }
        traces.set(traceId, records)
      }
      for (const time of received) {
        records.received.push(time)
        records.sequence.push(file.sequence)
      }
      records.recovered ||= file.recovered
      if (breath.due()) await breath.taken()
    }
  }
  readable &&= paths.every(isPlainPath)
  const contents = () => Promise.all(files.map((file) => writeAhead.contents(file)))
  return { files, contents, paths: readable ? paths : undefined, documents, traces }
}

/** The oldest files that fit into `bytes` together, one at least. */
export function nextFiles(files: readonly WriteAheadFile[], bytes: number): WriteAheadFile[] {
  let room = bytes
  const next: WriteAheadFile[] = []
  for (const file of files) {
    room -= file.bytes
    if (next.length > 0 && room < 0) break
    next.push(file)
  }
  return next
}
