import type { HealthReport } from '@roentgen/api'
import { z } from 'zod/mini'
import { ask } from './ask.ts'

const maybe = z.nullable(z.number())
const report: z.ZodMiniType<HealthReport> = z.object({
  ok: z.boolean(),
  reasons: z.array(z.string()),
  started: z.number(),
  accepting: z.boolean(),
  received: z.object({ accepted: z.object({ udp: z.number(), http: z.number() }), rejected: z.number() }),
  datagrams: z.object({ received: z.number(), dropped: z.number(), droppedBySystem: maybe }),
  rejections: z.array(z.object({ source: z.enum(['udp', 'http', 'loader']), code: z.string(), count: z.number() })),
  engine: z.object({ problem: z.nullable(z.string()), restarts: z.number() }),
  store: z.nullable(
    z.object({
      bytes: z.number(),
      tables: z.array(z.object({ table: z.string(), rows: z.number(), bytes: z.number() })),
      days: z.number(),
      oldestDay: z.nullable(z.string()),
    }),
  ),
  retention: z.object({ seconds: z.number(), since: z.nullable(z.string()) }),
  disk: z.object({ free: maybe, minFree: z.number(), used: maybe, maxDisk: maybe }),
  writeAhead: z.object({ bytes: z.number(), room: z.number(), files: z.number(), oldestUnloaded: z.number() }),
  quarantine: z.object({ records: z.number(), bytes: z.number() }),
  suspendedGroups: z.array(z.object({ arn: z.string(), reason: z.string() })),
})

/** Own API: GET /api/health. */
export function healthReportOf(signal?: AbortSignal): Promise<HealthReport> {
  return ask('/api/health', { signal, shape: report })
}
