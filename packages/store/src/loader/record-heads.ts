import { type Micros, type TraceId, traceIdFromHex } from '@roentgen/trace'

/** What a write-ahead line says before its document. */
export interface RecordHead {
  readonly traceId: TraceId
  readonly received: Micros
}

const tab = 9
const newline = 10

/**
 * The heads of a write-ahead file's lines, without reading the documents: `checksum, server, trace id, segment id,
 * received, document`, as write-ahead/record.ts writes them. Intact lines only: recovery has seen to that.
 */
export function* recordHeads(bytes: Buffer): Generator<RecordHead> {
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(newline, at)
    if (end < 0) return
    const server = bytes.indexOf(tab, at) + 1
    const trace = bytes.indexOf(tab, server) + 1
    const segment = bytes.indexOf(tab, trace) + 1
    const received = bytes.indexOf(tab, segment) + 1
    const document = bytes.indexOf(tab, received)
    yield {
      traceId: traceIdFromHex(bytes.toString('latin1', trace, segment - 1)),
      received: Number(bytes.toString('latin1', received, document)) as Micros,
    }
    at = end + 1
  }
}
