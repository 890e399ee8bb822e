import type { PlainEntity, PlainSpan, PlainTrace } from './plain-model.ts'
import { isUnanswered } from './plain-trace.ts'

/** The last service of each cause of failures, and the message of its last exception (docs/reference/root-causes.md). */
export function failureCauses(trace: PlainTrace, kind: 'fault' | 'error') {
  const isFailing = (span: PlainSpan) => (kind === 'fault' ? span.fault : span.error || span.throttle)
  const culprits = trace.roots.flatMap(reached).filter((span) => isFailing(span) && !below(span).some(isFailing))
  if (culprits.length > 10) throw new Error(`trace ${trace.id} has more causes than are kept`)
  return {
    services: culprits.map((culprit) => lastService(trace, culprit)),
    messages: culprits.flatMap(({ exceptions }) => exceptions.at(-1)?.message ?? []),
  }
}

/** The last service of each place where the root's response time went. */
export function slowServices(trace: PlainTrace): PlainEntity[] {
  const { root, responseTime } = trace
  if (root?.end === undefined || responseTime === undefined || responseTime === 0) return []
  const places = ownTimes(root, root.start, root.end)
  const long = places.filter(({ own }) => own * 4 >= responseTime)
  // The first of several that took as long.
  const [longest] = places.toSorted((a, b) => b.own - a.own)
  const culprits = long.length > 0 ? long.toSorted((a, b) => b.own - a.own).slice(0, 5) : longest ? [longest] : []
  return culprits.map(({ span }) => lastService(trace, span))
}

/** What each place from a span on took itself, of what its parent left it: in call order. */
function ownTimes(span: PlainSpan, from: number, to: number): { span: PlainSpan; own: number }[] {
  const children = [...span.inside, ...span.callees]
    .map((child) => ({ child, from: Math.max(from, child.start), to: Math.min(to, child.end ?? to) }))
    .filter((cut) => cut.from < cut.to)
    .toSorted((a, b) => a.from - b.from)
  let own = to - from
  let reached = from
  for (const cut of children) {
    own -= Math.max(0, cut.to - Math.max(cut.from, reached))
    reached = Math.max(reached, cut.to)
  }
  return [{ span, own }, ...children.flatMap((cut) => ownTimes(cut.child, cut.from, cut.to))]
}

/** A span, all within it, and all that these called. */
function reached(span: PlainSpan): PlainSpan[] {
  return [span, ...below(span)]
}

function below(span: PlainSpan): PlainSpan[] {
  return [...span.inside, ...span.callees].flatMap(reached)
}

function lastService(trace: PlainTrace, culprit: PlainSpan): PlainEntity {
  if (isUnanswered(culprit)) return culprit.callee
  const segment = trace.segmentOf.get(culprit)
  if (segment === undefined) throw new Error(`${culprit.id} lies in no segment`)
  return segment.entity
}
