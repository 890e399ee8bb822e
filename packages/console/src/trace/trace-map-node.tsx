import { typeText } from '../format/entity-types.ts'
import { counted, durationText } from '../format/numbers.ts'
import type { MapNode } from '../map/graph.ts'
import { fitLabel } from '../map/measure-text.ts'
import { averageOf } from '../map/rates.ts'
import { arcsOf } from '../map/ring.ts'
import { slot } from '../map/slots.ts'
import styles from './trace-map.module.css'

/** A service in one trace: its ring, its average, how often it was called. */
export function TraceMapNode({
  node,
  x,
  y,
  radius,
}: {
  readonly node: MapNode
  readonly x: number
  readonly y: number
  readonly radius: number
}) {
  const average = averageOf(node.requests)
  const isClient = node.kind === 'client'
  return (
    <g className={styles.node} data-kind={node.kind} transform={`translate(${x} ${y})`}>
      <title>{`${isClient ? 'Client of ' : ''}${node.name}, ${counted(node.requests.total, 'request')}`}</title>
      {node.kind === 'inferred' && <circle className={styles.halo} r={radius + 6} />}
      <circle className={styles.ring} r={radius} />
      {arcsOf(node.requests, radius).map(({ state, path }) => (
        <path key={state} className={styles.arc} data-state={state} d={path} />
      ))}
      {isClient ? (
        <path className={styles.person} d="M0-15a7 7 0 1 1-.01 0zM-14 14c0-9 6-12.5 14-12.5s14 3.5 14 12.5z" />
      ) : (
        <>
          <text className={styles.average} y={-1}>
            {average === undefined ? '–' : durationText(average)}
          </text>
          <text className={styles.count} y={13}>
            {node.requests.total} ×
          </text>
        </>
      )}
      <text className={styles.name} y={radius + 20}>
        {isClient ? 'Client' : fitLabel(node.name, 'name', slot.width - 6)}
      </text>
      {!isClient && (
        <text className={styles.type} y={radius + 35}>
          {fitLabel(typeText(node.type), 'type', slot.width - 6)}
        </text>
      )}
    </g>
  )
}
