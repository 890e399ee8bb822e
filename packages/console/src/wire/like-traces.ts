import type { TraceListRequest } from '@roentgen/api'
import { textLiteral } from '@roentgen/filter'
import { z } from 'zod/mini'
import type { Status } from '../design/status-mark.tsx'
import { ask } from './ask.ts'

const answer = z.object({
  traces: z.array(
    z.object({
      id: z.string(),
      responseTime: z.optional(z.number()),
      error: z.boolean(),
      fault: z.boolean(),
      throttle: z.boolean(),
    }),
  ),
})

/** A trace that may be worth a look beside another. */
export interface LikeTrace {
  readonly id: string
  /** `slowest`, `fastest`, `failed`. */
  readonly why: string
  /** Seconds. */
  readonly responseTime: number | undefined
  readonly status: Status
}

/** What a trace was, as far as others are like it. Seconds. */
interface Request {
  readonly name: string
  readonly method: string
  readonly url: string
  readonly start: number
}

/** POST /api/traces/list: the slowest, the fastest and the newest failed answer to the same request within an hour of it. */
export async function likeTraces(like: Request, id: string, signal?: AbortSignal): Promise<readonly LikeTrace[]> {
  const terms = [
    `service(${textLiteral(like.name)}) { root }`,
    ...(like.url === '' ? [] : [`http.url = ${textLiteral(like.url)}`]),
    ...(like.method === '' ? [] : [`http.method = ${textLiteral(like.method)}`]),
  ]
  const filter = terms.join(' AND ')
  const set = { start: like.start - 3600, end: like.start + 3600 }
  const first = async (why: string, question: Partial<TraceListRequest>): Promise<LikeTrace | undefined> => {
    const { traces } = await ask('/api/traces/list', {
      body: { ...set, filter, limit: 2, ...question },
      signal,
      shape: answer,
    })
    const found = traces.find((trace) => trace.id !== id)
    return found && { id: found.id, why, responseTime: found.responseTime, status: statusOf(found) }
  }
  const found = await Promise.all([
    first('Slowest', { order: 'responsetime', direction: 'desc' }),
    first('Fastest', { order: 'responsetime', direction: 'asc' }),
    first('Newest that failed', { filter: `${filter} AND (fault OR error OR throttle)` }),
    first('Newest', {}),
  ])
  const distinct = new Map(found.flatMap((trace) => (trace === undefined ? [] : [[trace.id, trace] as const])))
  return [...distinct.values()]
}

function statusOf({ fault, throttle, error }: { fault: boolean; throttle: boolean; error: boolean }): Status {
  return fault ? 'fault' : throttle ? 'throttle' : error ? 'error' : 'ok'
}
