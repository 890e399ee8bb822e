import type { DocumentDigest, SpanDigest } from './digest.ts'

/**
 * Whether one copy of a segment or subsegment stands before another of the same id. Arrival plays no part, so every
 * server and every order of receipt chooses alike: complete before in progress, then the later end, then the longer
 * carrying document, then its greater hash (docs/decisions/015-copies-of-one-id.md).
 */
export function outranks(span: SpanDigest, carrier: DocumentDigest, held: SpanDigest, heldCarrier: DocumentDigest) {
  if (span.end !== held.end) {
    if (span.end === undefined) return false
    return held.end === undefined || span.end > held.end
  }
  if (carrier.length !== heldCarrier.length) return carrier.length > heldCarrier.length
  return carrier.hash > heldCarrier.hash
}

/** By start, then by id: the order of siblings, of segments and of orphans in everything that we answer. */
export function byStart(a: { readonly span: SpanDigest }, b: { readonly span: SpanDigest }): number {
  return a.span.start - b.span.start || compareText(a.span.id, b.span.id)
}

/** Up to so many are sorted by insertion. */
const few = 16

/** As Array.sort does, which takes memory of its own at each call: most lists of a trace have a handful, nearly in order. */
export function sortFew<T>(list: T[], order: (a: T, b: T) => number): void {
  if (list.length > few) {
    list.sort(order)
    return
  }
  for (let index = 1; index < list.length; index++) {
    const moved = list[index] as T
    let at = index
    for (; at > 0 && order(list[at - 1] as T, moved) > 0; at--) list[at] = list[at - 1] as T
    list[at] = moved
  }
}

/** By UTF-16 code units: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
