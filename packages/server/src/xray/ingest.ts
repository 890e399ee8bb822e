import { isObject } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import { readMembers } from '../http/body.ts'
import type { UnprocessedSegment } from '../threads/messages.ts'
import { optionalCount, requiredArray, requiredTime } from './members.ts'
import type { Operations } from './operations.ts'

export interface IngestParts {
  /** Hands the body over and resolves when its documents are on disk. */
  readonly putSegments: (body: Buffer, waited?: number) => Promise<readonly UnprocessedSegment[]>
  readonly telemetryReceived: (records: number) => void
}

/** PutTraceSegments and PutTelemetryRecords (api.md section 3). */
export function ingestOperations(parts: IngestParts): Operations {
  return {
    async PutTraceSegments(body, arrival) {
      return { UnprocessedTraceSegments: await parts.putSegments(body, arrival?.waited) }
    },
    PutTelemetryRecords(body) {
      const records = requiredArray(readMembers(body), 'TelemetryRecords')
      for (const record of records) {
        if (!isObject(record)) throw apiError('wrongType', 'TelemetryRecords', 'an array of objects')
        requiredTime(record, 'Timestamp')
        for (const name of telemetryCounts) optionalCount(record, name)
      }
      parts.telemetryReceived(records.length)
      return {}
    },
  }
}

const telemetryCounts = [
  'SegmentsReceivedCount',
  'SegmentsSentCount',
  'SegmentsSpilloverCount',
  'SegmentsRejectedCount',
]
