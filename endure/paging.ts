import { seededRandom } from '../bench/random.ts'
import { ask } from '../bench/xray-client.ts'
import type { Proof } from './proof.ts'
import { withServer } from './with-server.ts'

const batch = 500
const mostPerPage = 1000

/** What is paged through: everything, and what fits these: a value that an index knows, one that lists are read for. */
const filters = [
  undefined,
  'annotation[batch] = "standing" AND !service("paged") { fault }',
  'service("paged") { annotation[batch] BEGINSWITH "stand" } AND !service("paged") { fault }',
] as const

/**
 * Pages through 100,000 traces, all of them and by filters, while others arrive that fit or do not, and these are revised.
 * Holds when each trace that was there at the first page and fits throughout is given exactly once, one that ceases to fit
 * at most once, none that never fitted, and a page has at most 1,000.
 */
export const paging: Proof = ({ seed, scale, say }) =>
  withServer(async (_server, client) => {
    const random = seededRandom(seed)
    const failures: string[] = []
    const count = Math.round(100_000 * scale)
    const began = Date.now() / 1000
    const traceId = () => `1-${random.hex(8)}-${random.hex(24)}`
    const put = async (ids: readonly string[], more: object): Promise<void> => {
      const documents = ids.map((trace_id) =>
        JSON.stringify({
          trace_id,
          id: random.hex(16),
          name: 'paged',
          // Inside of the window, whichever segment of a trace is the earliest.
          start_time: began - 10 + random.fraction(),
          end_time: began - 8,
          ...more,
        }),
      )
      for (;;) {
        const { status, body } = await client.post(
          '/TraceSegments',
          JSON.stringify({ TraceSegmentDocuments: documents }),
        )
        if (status === 200) return
        if (status !== 429) throw new Error(`${status} ${JSON.stringify(body)}`)
      }
    }
    const standing = Array.from({ length: count }, traceId)
    const isStanding = new Set(standing)
    const fitting = { annotations: { batch: 'standing' } }
    for (let at = 0; at < count; at += batch) await put(standing.slice(at, at + batch), fitting)
    await ask(client, '/api/flush', {})
    say(`${count} traces are there`)

    /** One in ten of those that stand may turn, and fits no filter from then on. */
    const turned = new Set<string>()
    const given = new Map<string, number>()
    let pages = 0
    let emptyPages = 0
    let arrived = 0
    let revised = 0
    const some = (from: readonly string[]) => Array.from({ length: 100 }, () => from[random.below(from.length)] ?? '')
    const disturb = async (isPaging: () => boolean) => {
      const turning = standing.filter((_, index) => index % 10 === 0)
      const steadfast = standing.filter((_, index) => index % 10 !== 0)
      while (isPaging()) {
        await put(
          Array.from({ length: 100 }, traceId),
          arrived % 200 === 0 ? fitting : { annotations: { batch: 'new' } },
        )
        arrived += 100
        await put(some(steadfast), fitting)
        const turns = some(turning).slice(0, 10)
        for (const id of turns) turned.add(id)
        await put(turns, { ...fitting, fault: true })
        revised += 110
      }
    }
    const window = { StartTime: began - 60, EndTime: began + 60 }
    for (const FilterExpression of filters) {
      const filter = FilterExpression ?? 'all traces'
      const fail = (what: string, ids: readonly string[]) => {
        if (ids.length > 0) failures.push(`${filter}: ${ids.length} traces were ${what}, for instance ${ids[0]}`)
      }
      const turnedBefore = new Set(turned)
      const times = new Map<string, number>()
      let isPaging = true
      const disturbing = disturb(() => isPaging)
      let token: unknown
      do {
        const page = await ask(client, '/TraceSummaries', {
          ...window,
          ...(FilterExpression === undefined ? {} : { FilterExpression }),
          ...(token === undefined ? {} : { NextToken: token }),
        })
        const rows = page.TraceSummaries as readonly TraceRow[]
        pages += 1
        if (rows.length === 0) emptyPages += 1
        if (rows.length > mostPerPage) failures.push(`${filter}: page ${pages} has ${rows.length} rows`)
        for (const { Id } of rows) times.set(Id, (times.get(Id) ?? 0) + 1)
        if (FilterExpression !== undefined) fail('given though they do not fit', strangers(rows))
        token = page.NextToken
      } while (token !== undefined)
      isPaging = false
      await disturbing
      await ask(client, '/api/flush', {})
      const mayBeMissing = FilterExpression === undefined ? new Set<string>() : turned
      fail(
        'not given',
        standing.filter((id) => !times.has(id) && !mayBeMissing.has(id)),
      )
      fail(
        'given twice',
        [...times].filter(([, often]) => often > 1).map(([id]) => id),
      )
      if (FilterExpression !== undefined)
        fail(
          'given though they had turned before',
          [...times.keys()].filter((id) => turnedBefore.has(id)),
        )
      given.set(filter, times.size)
      say(`${filter}: ${times.size} given, ${[...times.keys()].filter((id) => isStanding.has(id)).length} that stood`)
    }
    return { traces: count, pages, emptyPages, arrived, revised, given: Object.fromEntries(given), failures }
  })

interface TraceRow {
  readonly Id: string
  readonly Annotations: Readonly<
    Record<string, readonly { readonly AnnotationValue: { readonly StringValue?: string } }[]>
  >
}

/** Rows whose annotation is another than the filters want. (Of a trace that turned meanwhile the row may say so.) */
function strangers(rows: readonly TraceRow[]): string[] {
  return rows
    .filter(
      ({ Annotations }) =>
        !Annotations.batch?.some(({ AnnotationValue }) => AnnotationValue.StringValue === 'standing'),
    )
    .map(({ Id }) => Id)
}
