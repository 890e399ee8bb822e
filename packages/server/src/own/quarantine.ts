import type { Route } from '../http/app.ts'
import { bodyOf, sendJson } from '../http/app.ts'
import { readMembers } from '../http/body.ts'
import type { QuarantineCall, QuarantineOutcome, QuarantineReport } from '../ingest/quarantine-desk.ts'
import { optionalStrings } from '../xray/members.ts'

export interface QuarantineParts {
  /** Of these ids; undefined: the newest. */
  readonly list: (ids: readonly string[] | undefined) => Promise<QuarantineReport>
  readonly call: (call: QuarantineCall) => Promise<QuarantineOutcome>
}

/** Documents that the store refused: shown, tried again, given up. Without ids: all. */
export function quarantineRoutes({ list, call }: QuarantineParts): readonly Route[] {
  const doing = (what: QuarantineCall['what']): Route => ({
    method: 'POST',
    path: `/api/quarantine/${what}`,
    answer: async (request, reply) => {
      const ids = optionalStrings(readMembers(await bodyOf(request)), 'ids')
      return sendJson(reply, { ...(await call({ what, ids })) })
    },
  })
  return [
    {
      method: 'GET',
      path: '/api/quarantine',
      answer: async (_request, reply) => sendJson(reply, { ...(await list(undefined)) }),
    },
    {
      method: 'POST',
      path: '/api/quarantine/show',
      answer: async (request, reply) => {
        const ids = optionalStrings(readMembers(await bodyOf(request)), 'ids')
        return sendJson(reply, { ...(await list(ids)) })
      },
    },
    doing('retry'),
    doing('drop'),
  ]
}
