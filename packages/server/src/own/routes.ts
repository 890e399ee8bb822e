import { Readable } from 'node:stream'
import type { Health, HealthReport, Rejected, RejectedReport } from '@roentgen/api'
import type { Route } from '../http/app.ts'
import { bodyOf, sendJson } from '../http/app.ts'
import { readMembers } from '../http/body.ts'
import { optionalBoolean } from '../xray/members.ts'
import { verifyLines } from './verify.ts'

export interface OwnParts {
  readonly flush: () => Promise<void>
  readonly rejected: () => Promise<readonly Rejected[]>
  /** What the tables get wrong of all that was received before. */
  readonly verify: (options: { readonly repair: boolean }) => Promise<AsyncIterable<object>>
  readonly health: () => Promise<Health>
  /** Health with sizes and limits. */
  readonly report: () => Promise<HealthReport>
  readonly metrics: () => Promise<string>
}

/** What the server answers beside X-Ray's operations. */
export function ownRoutes(parts: OwnParts): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/api/flush',
      answer: async (_request, reply) => {
        await parts.flush()
        return sendJson(reply, {})
      },
    },
    {
      method: 'GET',
      path: '/api/rejected',
      answer: async (_request, reply) => sendJson(reply, { rejected: await parts.rejected() } satisfies RejectedReport),
    },
    {
      method: 'POST',
      path: '/api/verify',
      answer: async (request, reply) => {
        const repair = optionalBoolean(readMembers(await bodyOf(request)), 'repair') ?? false
        const lines = Readable.from(verifyLines(await parts.verify({ repair })))
        return reply.header('content-type', 'application/x-ndjson').send(lines)
      },
    },
    {
      method: 'GET',
      path: '/api/health',
      answer: async (_request, reply) => sendJson(reply, await parts.report()),
    },
    {
      method: 'GET',
      path: '/healthz',
      answer: async (_request, reply) => {
        const health = await parts.health()
        return sendJson(reply, health, health.ok ? 200 : 503)
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      answer: async (_request, reply) =>
        reply.header('content-type', 'text/plain; version=0.0.4; charset=utf-8').send(await parts.metrics()),
    },
  ]
}
