import type { ReceivedDocuments } from '@roentgen/api'
import { z } from 'zod/mini'
import { ask } from './ask.ts'

const trace = z.object({
  Id: z.string(),
  Duration: z.optional(z.number()),
  LimitExceeded: z._default(z.boolean(), false),
  Segments: z.array(z.object({ Id: z.string(), Document: z.string() })),
})
const answer = z.object({ Traces: z.array(trace), UnprocessedTraceIds: z._default(z.array(z.string()), []) })

/** X-Ray API: Trace. Documents are JSON texts, inferred ones among them. */
export type RawTrace = z.infer<typeof trace>

/**
 * X-Ray API: BatchGetTraces, at most five.
 *
 * @param progress the bytes that came so far
 */
export async function readTraces(
  ids: readonly string[],
  progress?: (bytes: number) => void,
): Promise<readonly RawTrace[]> {
  return (await ask('/Traces', { body: { TraceIds: ids }, shape: answer, progress })).Traces
}

const receivedShape = z.object({ id: z.string(), documents: z.array(z.string()), isCut: z.boolean() })

/** The distinct documents of a trace as they were received. */
export function readReceived(id: string): Promise<ReceivedDocuments> {
  return ask(`/api/traces/${encodeURIComponent(id)}/documents`, { shape: receivedShape })
}
