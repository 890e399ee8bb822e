import type { Micros, TraceId } from '@roentgen/trace'
import type { WriteAhead, WriteAheadFile } from '../write-ahead/write-ahead.ts'
import { Breath } from './breath.ts'
import { recordHeads } from './record-heads.ts'

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
  readonly contents: readonly Buffer[]
  readonly documents: number
  readonly traces: Map<TraceId, TraceRecords>
}

export async function readBatch(writeAhead: WriteAhead, files: readonly WriteAheadFile[]): Promise<Batch> {
  const contents: Buffer[] = []
  const traces: Batch['traces'] = new Map()
  const breath = new Breath()
  let documents = 0
  for (const file of files) {
    const bytes = await writeAhead.contents(file)
    contents.push(bytes)
    for (const { traceId, received } of recordHeads(bytes)) {
      documents++
      let records = traces.get(traceId)
      if (records === undefined) {
        records = { received: [], sequence: [], recovered: false }
        traces.set(traceId, records)
      }
      records.received.push(received)
      records.sequence.push(file.sequence)
      records.recovered ||= file.recovered
      if (breath.due()) await breath.taken()
    }
  }
  return { files, contents, documents, traces }
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
