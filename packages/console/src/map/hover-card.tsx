import controls from '../design/controls.module.css'
import { StatusMark } from '../design/status-mark.tsx'
import { typeText } from '../format/entity-types.ts'
import { countText, durationText, rateText, shareText } from '../format/numbers.ts'
import { cardPlace, cardWidth } from './card-place.ts'
import type { GraphComparison } from './comparison.ts'
import type { MapEdge, MapGraph, MapNode } from './graph.ts'
import styles from './hover-card.module.css'
import type { Hover } from './map-canvas.tsx'
import { percentile } from './percentile.ts'
import type { Positions } from './place.ts'
import { averageOf, shareOf } from './rates.ts'
import { states } from './ring.ts'
import { radii } from './slots.ts'
import type { ViewportInUse } from './use-viewport.ts'
import { VerdictMark } from './verdict-mark.tsx'

interface HoverCardProps {
  readonly hover: Hover
  readonly graph: MapGraph
  readonly minutes: number
  readonly positions: Positions
  readonly viewport: ViewportInUse
  readonly comparison: GraphComparison | undefined
}

/** What a node or an edge says when the pointer rests on it. The panel has all of it and more. */
export function HoverCard({ hover, graph, minutes, positions, viewport, comparison }: HoverCardProps) {
  if (hover === undefined) return null
  const of = 'node' in hover ? graph.node.get(hover.node) : graph.edge.get(hover.edge)
  const point = 'node' in hover ? positions.get(hover.node) : hover.at
  if (of === undefined || point === undefined) return null
  const verdict = ('node' in hover ? comparison?.nodes.get(hover.node) : comparison?.edges.get(hover.edge))?.verdict
  const at = viewport.seen(point)
  const aside = 'node' in hover ? (radii.most + 12) * viewport.current().scale : 14
  const place = cardPlace(at, aside, viewport.size())
  const { requests } = of
  const average = averageOf(requests)
  return (
    <div className={`${controls.raised} ${styles.card}`} style={{ ...place, width: cardWidth }} aria-hidden="true">
      <Heading of={of} graph={graph} />
      {average === undefined ? (
        <p>No requests in this range</p>
      ) : (
        <dl className={styles.numbers}>
          <dt>Average</dt>
          <dd>{durationText(average)}</dd>
          <dt>p50, p99</dt>
          <dd>{[0.5, 0.99].map((share) => durationText(percentile(of.buckets, share) ?? 0)).join(', ')}</dd>
          <dt>Requests</dt>
          <dd>
            {countText(requests.total)}, {rateText(requests.total / minutes)} per minute
          </dd>
          {states
            .filter((state) => requests[state] > 0)
            .map((state) => (
              <div key={state} className={styles.state}>
                <dt>
                  <StatusMark status={state} named />
                </dt>
                <dd>
                  {shareText(shareOf(requests, state))}
                  {state !== 'ok' && `, ${rateText(requests[state] / minutes)} per minute`}
                </dd>
              </div>
            ))}
        </dl>
      )}
      {verdict !== undefined && <VerdictMark verdict={verdict} />}
    </div>
  )
}

function Heading({ of, graph }: { readonly of: MapNode | MapEdge; readonly graph: MapGraph }) {
  if (!('from' in of))
    return (
      <p className={styles.heading}>
        <bdi>{of.kind === 'client' ? `Clients of ${of.name}` : of.name}</bdi>
        {of.kind !== 'client' && (
          <small>
            {typeText(of.type)}
            {of.kind === 'inferred' && ', seen by its callers only'}
          </small>
        )}
      </p>
    )
  const [from, to] = [graph.node.get(of.from), graph.node.get(of.to)]
  return (
    <p className={styles.heading}>
      <span>
        <bdi>{from?.kind === 'client' ? 'Clients' : from?.name}</bdi> → <bdi>{to?.name}</bdi>
      </span>
      <small>{of.isLink ? 'Linked traces: age of the messages received' : 'As the caller sees it'}</small>
    </p>
  )
}
