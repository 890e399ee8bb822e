import { Readable } from 'node:stream'
import { type BackupDays, dateOf, dayOfDate } from '@roentgen/store'
import type { Micros } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import type { Route } from '../http/app.ts'
import { bodyOf, sendJson } from '../http/app.ts'
import { bodyLimit, readMembers } from '../http/body.ts'
import type { Restored } from '../ingest/restore-documents.ts'
import { requiredNumber, requiredString } from '../xray/members.ts'

export interface BackupParts {
  /** A time: all that was received before is in the tables, and all else is received later. */
  readonly snapshot: () => Promise<Micros>
  readonly days: () => Promise<BackupDays>
  readonly documentsOfDay: (wanted: {
    day: Micros
    until: Micros
  }) => AsyncIterable<{ readonly lines: Buffer; readonly documents: number }>
  readonly restore: (body: Buffer) => Promise<Restored>
}

/** What `roentgen backup` and `roentgen restore` are made of. */
export function backupRoutes({ snapshot, days, documentsOfDay, restore }: BackupParts): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/api/backup',
      answer: async (_request, reply) => {
        const until = await snapshot()
        const found = await days()
        return sendJson(reply, {
          store: found.store,
          until,
          days: found.days.map(({ day, rows }) => ({ day: dateOf(day), rows })),
        })
      },
    },
    {
      method: 'POST',
      path: '/api/backup/day',
      answer: async (request, reply) => {
        const members = readMembers(await bodyOf(request))
        const text = requiredString(members, 'day')
        const day = dayOfDate(text)
        if (day === undefined) throw apiError('badDay', text)
        const until = requiredNumber(members, 'until')
        if (!Number.isSafeInteger(until) || until < 0) throw apiError('wrongType', 'until', 'whole microseconds')
        const lines = Readable.from(closedLines(documentsOfDay({ day, until: until as Micros })), { objectMode: false })
        return reply.header('content-type', 'application/x-ndjson').send(lines)
      },
    },
    {
      method: 'POST',
      path: '/api/restore',
      bodyLimit,
      answer: async (request, reply) => sendJson(reply, { ...(await restore(await bodyOf(request, bodyLimit))) }),
    },
  ]
}

/** Last comes `{"done": true, "documents": N}`, without which it broke off. */
async function* closedLines(
  pages: AsyncIterable<{ readonly lines: Buffer; readonly documents: number }>,
): AsyncGenerator<Buffer> {
  let count = 0
  for await (const { lines, documents } of pages) {
    count += documents
    yield lines
  }
  yield Buffer.from(`${JSON.stringify({ done: true, documents: count })}\n`)
}
