import { z } from 'zod/mini'
import { ask } from './ask.ts'

const health = z.object({ ok: z.boolean(), reasons: z.array(z.string()) })

/** Own API: GET /healthz. A server that is not well answers as well, with another status. */
export function healthOf(signal?: AbortSignal): Promise<z.infer<typeof health>> {
  return ask('/healthz', { signal, shape: health, alsoStatus: 503, canWait: true })
}
