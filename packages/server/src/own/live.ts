import type { LiveTopic, LiveTraces } from '@roentgen/api'
import type { ListedTrace, TraceAt } from '@roentgen/store'
import { conditionOf } from '../analytics/trace-set.ts'
import { apiError } from '../errors.ts'
import type { Route } from '../http/app.ts'
import { bodyOf, sendJson } from '../http/app.ts'
import { readMembers } from '../http/body.ts'
import type { Live } from '../live/live.ts'
import type { FilterReading } from '../xray/filter-member.ts'
import { optionalString, requiredString } from '../xray/members.ts'
import { traceSummaryWire } from '../xray/summary-wire.ts'

const topicNames: readonly LiveTopic[] = ['map', 'traces', 'health']

interface LiveParts {
  readonly live: Pick<Live, 'open' | 'since' | 'now'>
  readonly filters: FilterReading
  readonly tracesAt: (keys: readonly TraceAt[]) => Promise<readonly ListedTrace[]>
}

/** The stream that tells a page what is new, and what was listed since an event of it. */
export function liveRoutes({ live, filters, tracesAt }: LiveParts): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/api/live',
      answer: async (request, reply) => {
        const query = new URLSearchParams(request.url.split('?', 2)[1] ?? '')
        const topics = topicsOf(query.get('topics') ?? topicNames.join(','))
        const conditions = await conditionsOf(query.get('filter') ?? undefined, query.get('group') ?? undefined)
        if (request.method === 'HEAD') return reply.header('content-type', 'text/event-stream').send()
        const id = request.headers['last-event-id']
        const lastEventId = Array.isArray(id) ? id[0] : id
        await live.open({ topics, ...conditions, lastEventId }, reply.raw, () => {
          reply.hijack()
          reply.raw.writeHead(200, {
            'x-amzn-RequestId': request.id,
            'content-type': 'text/event-stream; charset=utf-8',
            'cache-control': 'no-store',
            // Proxies that gather an answer before they pass it on.
            'x-accel-buffering': 'no',
          })
        })
        return reply
      },
    },
    {
      method: 'POST',
      path: '/api/live/traces',
      answer: async (request, reply) => {
        const members = readMembers(await bodyOf(request))
        const after = requiredString(members, 'after')
        const { traces: condition } = await conditionsOf(
          optionalString(members, 'filter'),
          optionalString(members, 'group'),
        )
        const since = live.since(condition, after)
        if (since === undefined)
          return sendJson(reply, {
            traces: [],
            gone: [],
            revision: live.now,
            more: false,
            complete: false,
          } satisfies LiveTraces)
        const { fitting, gone, text, more, complete } = since
        const summaries = await tracesAt(fitting)
        const traces = summaries.map((summary) => traceSummaryWire(summary, undefined))
        return sendJson(reply, { traces, gone, revision: text, more, complete } satisfies LiveTraces)
      },
    },
  ]

  async function conditionsOf(filter: string | undefined, group: string | undefined) {
    return {
      group: await conditionOf(undefined, group, filters),
      traces: await conditionOf(filter, group, filters),
    }
  }
}

function topicsOf(text: string): ReadonlySet<LiveTopic> {
  const topics = text.split(',').map((name) => {
    const topic = topicNames.find((one) => one === name)
    if (topic === undefined) throw apiError('badChoice', 'topics', name, topicNames)
    return topic
  })
  return new Set(topics)
}
