import { byStart, outranks } from './content-order.ts'
import type { DocumentDigest } from './digest.ts'
import type { SegmentId } from './ids.ts'

/** One document for each id. A segment and a subsegment may share an id (some tracers do so at both ends of a call). */
export interface ChosenDocuments {
  readonly segments: readonly DocumentDigest[]
  readonly subsegments: readonly DocumentDigest[]
  /** The number of distinct documents that there were to choose from. */
  readonly revision: number
  /** There were more than may be assembled: only the earliest are here. */
  readonly limitExceeded: boolean
}

/** Drops repeats, takes the foremost document of each id and, beyond `max` of them, the earliest `max`. */
export function chooseDocuments(digests: readonly DocumentDigest[], max: number): ChosenDocuments {
  const segments = new Map<SegmentId, DocumentDigest>()
  const subsegments = new Map<SegmentId, DocumentDigest>()
  const isRepeat = repeats()
  let revision = 0
  for (const digest of digests) {
    if (isRepeat(digest)) continue
    revision++
    const byId = digest.segment === undefined ? subsegments : segments
    const held = byId.get(digest.span.id)
    if (held === undefined || outranks(digest.span, digest, held.span, held)) byId.set(digest.span.id, digest)
  }
  if (segments.size + subsegments.size <= max) {
    return {
      segments: [...segments.values()],
      subsegments: [...subsegments.values()],
      revision,
      limitExceeded: false,
    }
  }
  // Of a segment and a subsegment with equal start and id the segment stays in front: sort is stable.
  const earliest = [...segments.values(), ...subsegments.values()].sort(byStart).slice(0, max)
  return {
    segments: earliest.filter((digest) => digest.segment !== undefined),
    subsegments: earliest.filter((digest) => digest.segment === undefined),
    revision,
    limitExceeded: true,
  }
}

function repeats(): (digest: DocumentDigest) => boolean {
  const lengthByHash = new Map<string, number>()
  let collisions: Set<string> | undefined
  return ({ hash, length }) => {
    const seen = lengthByHash.get(hash)
    if (seen === undefined) {
      lengthByHash.set(hash, length)
      return false
    }
    if (seen === length) return true
    collisions ??= new Set()
    const key = `${hash} ${length}`
    if (collisions.has(key)) return true
    collisions.add(key)
    return false
  }
}
