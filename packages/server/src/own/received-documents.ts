import { Readable } from 'node:stream'
import { Breath } from '@roentgen/store'
import { parseTraceId, type TraceId } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import type { Route } from '../http/app.ts'
import type { TraceDocuments } from '../xray/trace-documents.ts'

/** Units of text in one answer; beyond, `isCut` says so. */
const answerLimit = 64 * 1024 * 1024

/** `GET /api/traces/ID/documents`: every distinct document of a trace as it was received, none for an unknown trace. */
export function receivedDocumentsRoute(documents: TraceDocuments): Route {
  return {
    method: 'GET',
    path: '/api/traces/:id/documents',
    answer: async (request, reply) => {
      const { id: text = '' } = request.params as { readonly id?: string }
      const id = parseTraceId(text)
      if (id === undefined) throw apiError('badTraceId', text)
      const pending = await documents.pending([id])
      const stored = await documents.stored([id])
      const received = new Set([...(stored.get(id) ?? []), ...(pending.get(id) ?? [])])
      return reply.header('content-type', 'application/json').send(Readable.from(jsonOf(id, received)))
    },
  }
}

async function* jsonOf(id: TraceId, received: ReadonlySet<string>): AsyncGenerator<string> {
  const breath = new Breath()
  let room = answerLimit
  let isFirst = true
  yield `{"id":"${id}","documents":[`
  for (const text of received) {
    room -= text.length
    if (room < 0) break
    yield (isFirst ? '' : ',') + JSON.stringify(text)
    isFirst = false
    if (breath.due()) await breath.taken()
  }
  yield `],"isCut":${room < 0}}`
}
