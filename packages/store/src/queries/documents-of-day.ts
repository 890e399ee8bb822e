import type { Micros, SegmentId, TraceId } from '@roentgen/trace'
import { traceIdHex } from '@roentgen/trace'
import type { Connection, QueryParameters } from '../connection.ts'

/** A document's place in the order of a day: by trace, segment, receipt and checksum of its text. */
export interface DayPlace {
  readonly traceId: TraceId
  readonly segmentId: SegmentId
  readonly received: Micros
  /** CRC-32 of its UTF-8. */
  readonly checksum: number
}

export interface DayPage {
  /** Number of the day's partition, yyyymmdd. */
  readonly day: number
  /** Receipts from … and before …; the horizon and the time of a snapshot. */
  readonly from: Micros
  readonly until: Micros
  readonly after: DayPlace | undefined
  readonly rows: number
  /** The page ends once it has so many bytes of documents. */
  readonly bytes: number
}

/**
 * What are the next documents of this day, one JSON object a line? A repeat of a document with the same receipt is left out.
 *
 * Cost: the granules from the place on until there are enough rows, as the table's order is followed. Sort key:
 * (trace_id, segment_id).
 */
const sql = (isFirst: boolean) => `
select
  trace,
  segment_id,
  received,
  document
from (
  select
    lower(hex(trace_id)) as trace,
    segment_id,
    received,
    document,
    sum(length(document)) over (
      order by trace_id, segment_id, received, CRC32(document)
      rows between unbounded preceding and current row
    ) - length(document) as bytes_before
  from (
    select
      trace_id,
      segment_id,
      received,
      document
    from segments
    where toYYYYMMDD(toDateTime(intDiv(received, 1000000), 'UTC')) = {day:UInt32}
      and received >= {from:Int64}
      and received < {until:Int64}${
        isFirst
          ? ''
          : `
      and trace_id >= {trace:UUID}
      and (trace_id, segment_id, received, CRC32(document))
        > ({trace:UUID}, toFixedString({segment:String}, 16), {received:Int64}, {checksum:UInt32})`
      }
    order by trace_id, segment_id, received, CRC32(document)
    limit 1 by trace_id, segment_id, received, document
    limit {rows:UInt32}
  )
  order by trace_id, segment_id, received, CRC32(document)
)
where bytes_before < {bytes:UInt64}
`

const settings = {
  max_threads: 1,
  max_rows_to_read: '0',
  max_execution_time: 60,
  optimize_read_in_order: 1,
  output_format_json_escape_forward_slashes: 0,
} as const

/** Lines of `{"trace","segment_id","received","document"}`; empty behind the last document of the day. */
export function readDocumentsOfDay(connection: Connection, page: DayPage): Promise<Buffer> {
  const { after, day, from, until, rows, bytes } = page
  const place: QueryParameters =
    after === undefined
      ? {}
      : {
          trace: traceIdHex(after.traceId),
          segment: after.segmentId,
          received: after.received,
          checksum: after.checksum,
        }
  return connection.bytes(
    'ask',
    { sql: sql(after === undefined), parameters: { day, from, until, rows, bytes, ...place }, settings },
    'JSONEachRow',
  )
}
