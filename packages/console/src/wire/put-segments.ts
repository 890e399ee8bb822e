import { z } from 'zod/mini'
import { ask } from './ask.ts'
import { Problem } from './problem.ts'

const answer = z.object({
  UnprocessedTraceSegments: z.array(z.object({ ErrorCode: z.optional(z.string()), Message: z.optional(z.string()) })),
})

/**
 * X-Ray API: PutTraceSegments. The documents are on disk afterwards.
 *
 * @throws Problem also when a single one was rejected
 */
export async function putSegments(documents: readonly object[]): Promise<void> {
  const TraceSegmentDocuments = documents.map((document) => JSON.stringify(document))
  const { UnprocessedTraceSegments } = await ask('/TraceSegments', { body: { TraceSegmentDocuments }, shape: answer })
  const [rejected] = UnprocessedTraceSegments
  if (rejected !== undefined)
    throw new Problem(rejected.ErrorCode ?? 'Error', rejected.Message ?? 'A document was rejected.')
}
