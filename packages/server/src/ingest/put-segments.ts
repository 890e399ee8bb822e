import { httpLimits } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import { readMembers } from '../http/body.ts'
import { isScattered } from '../http/scattered.ts'
import type { UnprocessedSegment } from '../threads/messages.ts'
import { requiredArray } from '../xray/members.ts'
import type { Acceptance } from './acceptance.ts'

/** Documents in one request. */
const documentLimit = 10_000
/** Values of any kind in one request. Two million empty arrays fit into 8 MB, and are 300 MB when they are parsed. */
const valueLimit = 2 * documentLimit
/** A body below this is parsed in some 30 ms whatever it holds; bytes. */
const smallBody = 512 * 1024
export interface PutSegmentsParts {
  readonly acceptance: Acceptance
  /** How long it may wait for room, ms. */
  readonly patience: number
  /** Why the disk takes nothing at the moment; undefined where it does. */
  readonly diskProblem?: () => string | undefined
  readonly waitForRoom: (bytes: number, milliseconds: number) => Promise<boolean>
}

/** Takes a PutTraceSegments body; answers the documents that were rejected, once the others are on disk. */
export async function putSegments(body: Uint8Array, parts: PutSegmentsParts): Promise<readonly UnprocessedSegment[]> {
  if (body.byteLength > smallBody && isScattered(body, valueLimit))
    throw apiError('scatteredBody', valueLimit, documentLimit)
  const documents = requiredArray(readMembers(body), 'TraceSegmentDocuments')
  if (documents.length > documentLimit) throw apiError('tooManyDocuments', documents.length, documentLimit)
  const texts = documents.map((document) => {
    if (typeof document !== 'string') throw apiError('wrongType', 'TraceSegmentDocuments', 'an array of strings')
    return document
  })
  const problem = parts.diskProblem?.()
  if (problem !== undefined) throw apiError('diskFull', problem)
  if (!(await parts.waitForRoom(body.byteLength, parts.patience))) throw apiError('noRoom')
  const rejections = await parts.acceptance.accept(texts, 'http', httpLimits)
  return rejections.map(({ id, code, message }) => ({
    ...(id === undefined ? {} : { Id: id }),
    ErrorCode: code,
    Message: message,
  }))
}
