import type { RejectedReport } from '@roentgen/api'
import { z } from 'zod/mini'
import { ask } from './ask.ts'

const report: z.ZodMiniType<RejectedReport> = z.object({
  rejected: z.array(
    z.object({
      time: z.number(),
      source: z.enum(['udp', 'http', 'loader']),
      code: z.string(),
      reason: z.string(),
      id: z.optional(z.string()),
      traceId: z.optional(z.string()),
      excerpt: z.string(),
    }),
  ),
})

/** Own API: GET /api/rejected, newest first. */
export async function rejectedOf(signal?: AbortSignal): Promise<RejectedReport['rejected']> {
  return (await ask('/api/rejected', { signal, shape: report })).rejected
}
