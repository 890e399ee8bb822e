import type { ShopDocument } from '../bench/shop-documents.ts'
import { ask, type XrayClient } from '../bench/xray-client.ts'

/** What a server has acknowledged: the promise that a kill is held against. */
export class Acknowledged {
  /** By trace id: segment id → a completion was acknowledged. */
  private readonly traces = new Map<string, Map<string, boolean>>()
  documents = 0
  readonly #oneIn: number

  /** `oneIn`: of so many traces one is kept in mind, where all would take too much memory. */
  constructor(oneIn = 1) {
    this.#oneIn = oneIn
  }

  add(documents: readonly ShopDocument[]): void {
    for (const { traceId, segmentId, complete } of documents) {
      if (Number.parseInt(traceId.slice(-6), 16) % this.#oneIn !== 0) continue
      const segments = this.traces.get(traceId) ?? new Map<string, boolean>()
      this.traces.set(traceId, segments)
      segments.set(segmentId, complete || segments.get(segmentId) === true)
      this.documents += 1
    }
  }

  /** For another process: {@link Acknowledged.of} makes the same of it. */
  list(): [traceId: string, segments: [segmentId: string, complete: boolean][]][] {
    return [...this.traces].map(([traceId, segments]) => [traceId, [...segments]])
  }

  static of(list: readonly (readonly [string, readonly (readonly [string, boolean])[]])[]): Acknowledged {
    const acknowledged = new Acknowledged()
    for (const [traceId, segments] of list) acknowledged.traces.set(traceId, new Map(segments))
    return acknowledged
  }

  get traceCount(): number {
    return this.traces.size
  }

  traceIds(): string[] {
    return [...this.traces.keys()]
  }

  /**
   * Asks BatchGetTraces for these traces, five at a time, and names every acknowledged segment that is missing,
   * or still in progress though its completion was acknowledged.
   */
  async missingFrom(client: XrayClient, traceIds: readonly string[]): Promise<string[]> {
    const missing: string[] = []
    for (let index = 0; index < traceIds.length; index += 5) {
      const ids = traceIds.slice(index, index + 5)
      const { Traces: traces } = (await ask(client, '/Traces', { TraceIds: ids })) as { Traces: readonly FoundTrace[] }
      for (const id of ids) {
        const found = new Map(
          traces.find((trace) => trace.Id === id)?.Segments.map((segment) => [segment.Id, segment.Document]),
        )
        for (const [segmentId, complete] of this.traces.get(id) ?? []) {
          const document = found.get(segmentId)
          if (document === undefined) missing.push(`${id} ${segmentId} is missing`)
          else if (complete && JSON.parse(document).end_time === undefined)
            missing.push(`${id} ${segmentId} is still in progress`)
        }
      }
    }
    return missing
  }
}

interface FoundTrace {
  readonly Id: string
  readonly Segments: readonly { readonly Id: string; readonly Document: string }[]
}
