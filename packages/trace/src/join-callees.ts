import type { PlacingSpan } from './timeline-span.ts'

/**
 * Puts every segment under the (sub)segment that it names as its parent, a subsegment before a segment where they share
 * the id: there the parent is the caller's end of the call. What has no parent here is given back.
 */
export function joinCallees(tops: readonly PlacingSpan[]): PlacingSpan[] {
  const known = byId(tops)
  const roots: PlacingSpan[] = []
  for (const top of tops) {
    const parentId = top.document.parent_id
    const parent = typeof parentId === 'string' ? known.get(parentId) : undefined
    if (parent === undefined || parent === top) roots.push(top)
    else {
      top.parent = parent
      parent.callees.push(top)
    }
  }
  const reached = new Set<PlacingSpan>()
  for (const root of roots) reach(root, reached)
  for (const top of tops) {
    if (reached.has(top)) continue
    const cut = earliestOfRing(top)
    const { parent } = cut
    if (parent !== undefined) parent.callees = parent.callees.filter((callee) => callee !== cut)
    cut.parent = undefined
    roots.push(cut)
    reach(cut, reached)
  }
  return roots
}

function byId(tops: readonly PlacingSpan[]): ReadonlyMap<string, PlacingSpan> {
  const known = new Map<string, PlacingSpan>()
  for (const top of tops) if (!known.has(top.id)) known.set(top.id, top)
  const open = tops.flatMap((top) => top.subsegments)
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    if (known.get(span.id)?.kind !== 'subsegment') known.set(span.id, span)
    for (const subsegment of span.subsegments) open.push(subsegment)
  }
  return known
}

/** Marks the documents below a root. */
function reach(root: PlacingSpan, reached: Set<PlacingSpan>): void {
  const open = [root]
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    if (span.segment === span) reached.add(span)
    for (const subsegment of span.subsegments) open.push(subsegment)
    for (const callee of span.callees) open.push(callee)
  }
}

/** `from` hangs on a ring of parents, or is in it. */
function earliestOfRing(from: PlacingSpan): PlacingSpan {
  const walked = new Set<PlacingSpan>()
  let at = from
  while (!walked.has(at)) {
    walked.add(at)
    at = at.parent?.segment ?? at
  }
  let best = at
  for (let on = at.parent?.segment ?? at; on !== at; on = on.parent?.segment ?? at)
    if (on.start < best.start || (on.start === best.start && on.id < best.id)) best = on
  return best
}
