import { seededRandom } from '../bench/random.ts'
import { ask } from '../bench/xray-client.ts'
import type { Proof } from './proof.ts'
import { withServer } from './with-server.ts'

const batch = 500
const mostPerPage = 1000

/**
 * Pages through 100,000 traces while others arrive and these are revised. Holds when each trace that was there at the
 * first page is given exactly once, none is given twice, and a page has at most 1,000.
 */
export const paging: Proof = ({ seed, scale, say }) =>
  withServer(async (_server, client) => {
    const random = seededRandom(seed)
    const failures: string[] = []
    const count = Math.round(100_000 * scale)
    const began = Date.now() / 1000
    const traceId = () => `1-${random.hex(8)}-${random.hex(24)}`
    const put = async (ids: readonly string[]): Promise<void> => {
      const documents = ids.map((trace_id) =>
        JSON.stringify({
          trace_id,
          id: random.hex(16),
          name: 'paged',
          // Inside of the window, whichever segment of a trace is the earliest.
          start_time: began - 10 + random.fraction(),
          end_time: began - 8,
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
    for (let at = 0; at < count; at += batch) await put(standing.slice(at, at + batch))
    await ask(client, '/api/flush', {})
    say(`${count} traces are there`)

    let isPaging = true
    let arrived = 0
    let revised = 0
    const disturbing = (async () => {
      while (isPaging) {
        await put(Array.from({ length: 100 }, traceId))
        arrived += 100
        await put(Array.from({ length: 100 }, () => standing[random.below(count)] ?? ''))
        revised += 100
      }
    })()
    const given = new Map<string, number>()
    let pages = 0
    let emptyPages = 0
    let token: unknown
    const window = { StartTime: began - 60, EndTime: began + 60 }
    do {
      const page = await ask(client, '/TraceSummaries', {
        ...window,
        ...(token === undefined ? {} : { NextToken: token }),
      })
      const rows = page.TraceSummaries as readonly { readonly Id: string }[]
      pages += 1
      if (rows.length === 0) emptyPages += 1
      if (rows.length > mostPerPage) failures.push(`page ${pages} has ${rows.length} rows`)
      for (const { Id } of rows) given.set(Id, (given.get(Id) ?? 0) + 1)
      token = page.NextToken
    } while (token !== undefined)
    isPaging = false
    await disturbing
    const missing = standing.filter((id) => !given.has(id))
    const twice = [...given].filter(([, times]) => times > 1)
    if (missing.length > 0) failures.push(`${missing.length} traces were not given, for instance ${missing[0]}`)
    if (twice.length > 0) failures.push(`${twice.length} traces were given twice, for instance ${twice[0]?.[0]}`)
    return { traces: count, pages, emptyPages, arrived, revised, given: given.size, failures }
  })
