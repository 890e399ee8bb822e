import type { ShopDocument } from '../../bench/shop-documents.ts'
import { ask, type XrayClient } from '../../bench/xray-client.ts'

/** Documents of sound senders, each of which must be answered as it was sent. */
export class SoundDocuments {
  /** By trace id: segment id → what was sent last that is complete, or else what was sent. */
  private readonly traces = new Map<string, Map<string, ShopDocument>>()
  count = 0

  add(document: ShopDocument): void {
    const segments = this.traces.get(document.traceId) ?? new Map<string, ShopDocument>()
    this.traces.set(document.traceId, segments)
    if (document.complete || !segments.has(document.segmentId)) segments.set(document.segmentId, document)
    this.count += 1
  }

  /** Each document that BatchGetTraces does not answer, or answers otherwise than it was sent. */
  async wrongIn(client: XrayClient): Promise<string[]> {
    const wrong: string[] = []
    const all = [...this.traces.keys()]
    for (let at = 0; at < all.length; at += 5) {
      const ids = all.slice(at, at + 5)
      const { Traces: found } = (await ask(client, '/Traces', { TraceIds: ids })) as unknown as { Traces: Found[] }
      for (const id of ids) {
        const answered = new Map(found.find((trace) => trace.Id === id)?.Segments.map((one) => [one.Id, one.Document]))
        for (const [segmentId, { text }] of this.traces.get(id) ?? []) {
          const document = answered.get(segmentId)
          if (document === undefined) wrong.push(`${id} ${segmentId} is missing`)
          else if (canonical(JSON.parse(document), id) !== canonical(JSON.parse(text), id))
            wrong.push(`${id} ${segmentId} is answered as ${document}, sent as ${text}`)
        }
      }
    }
    return wrong
  }
}

interface Found {
  readonly Id: string
  readonly Segments: readonly { readonly Id: string; readonly Document: string }[]
}

/** Keys in order, subsegments by start and id, and the trace id in X-Ray's spelling: what an answer may change. */
function canonical(document: Record<string, unknown>, traceId: string): string {
  return JSON.stringify({ ...document, trace_id: traceId }, (key, value: unknown) => {
    if (key === 'subsegments' && Array.isArray(value)) return [...(value as Timed[])].sort(byStart)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}

interface Timed {
  readonly start_time: number
  readonly id: string
}

function byStart(a: Timed, b: Timed): number {
  return a.start_time - b.start_time || (a.id < b.id ? -1 : 1)
}
