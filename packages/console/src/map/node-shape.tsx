import { memo, useState } from 'react'
import { typeText } from '../format/entity-types.ts'
import { durationText, rateText } from '../format/numbers.ts'
import type { Verdict } from './comparison.ts'
import type { MapNode } from './graph.ts'
import { fitLabel } from './measure-text.ts'
import { nodeLabel } from './node-label.ts'
import styles from './node-shape.module.css'
import { averageOf } from './rates.ts'
import { arcsOf } from './ring.ts'
import { type Point, slot } from './slots.ts'
import { VerdictBadge } from './verdict-mark.tsx'

interface NodeShapeProps {
  readonly node: MapNode
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly minutes: number
  /** It came to a map that was there, and says so; a whole map is there at once. */
  readonly isLater: boolean
  readonly isSelected: boolean
  /** Not connected to what is selected. */
  readonly isAside: boolean
  readonly isLeaving: boolean
  /** Whether Tab leads here: one of all nodes. */
  readonly isEntrance: boolean
  readonly verdict: Verdict | undefined
}

/**
 * A service as a ring with the shares of its requests' states, its average and rate inside, name and type below.
 *
 * All of it is placed in the map's own coordinates: a browser keeps apart what has a transform of its own, and puts all
 * that together again, node by node, whenever the map has changed.
 */
export const NodeShape = memo(function NodeShape(props: NodeShapeProps) {
  const { node, x, y, radius, minutes, isSelected, isAside, isLeaving, isEntrance, verdict } = props
  const [appears] = useState(props.isLater)
  const isClient = node.kind === 'client'
  const isEmpty = node.requests.total === 0
  const classes = [
    styles.node,
    styles[node.kind],
    appears && styles.appears,
    isSelected && styles.selected,
    isAside && styles.aside,
    (isLeaving || verdict === 'gone') && styles.leaving,
    isEmpty && styles.empty,
    radius < 34 && styles.small,
  ]
  return (
    <g data-place={node.id} className={classes.filter(Boolean).join(' ')}>
      <circle className={styles.halo} cx={x} cy={y} r={radius + 6} />
      {/* biome-ignore lint/a11y/useSemanticElements: HTML's button does not exist in SVG. */}
      <circle
        role="button"
        data-node={node.id}
        className={styles.ring}
        cx={x}
        cy={y}
        r={radius}
        tabIndex={isEntrance ? 0 : -1}
        aria-label={nodeLabel(node, minutes) + (verdict === undefined || verdict === 'same' ? '' : `, ${verdict}`)}
        aria-pressed={isSelected}
      />
      {arcsOf(node.requests, radius, { x, y }).map(({ state, path }) => (
        <path key={state} className={styles[state]} d={path} />
      ))}
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus; the label says all of it. */}
      <g aria-hidden="true">
        {isClient ? (
          <path className={styles.person} d={personAt({ x, y })} />
        ) : (
          <Numbers node={node} minutes={minutes} x={x} y={y} />
        )}
        <text className={styles.name} x={x} y={y + radius + 20}>
          {isClient ? 'Clients' : fitLabel(node.name, 'name', slot.width - 6)}
        </text>
        <text className={styles.type} x={x} y={y + radius + 35}>
          {isClient
            ? `${rateText(node.requests.total / minutes)} t/min`
            : fitLabel(typeText(node.type), 'type', slot.width - 6)}
        </text>
        {verdict !== undefined && <VerdictBadge verdict={verdict} x={x + radius * 0.72} y={y - radius * 0.72} />}
      </g>
    </g>
  )
})

function personAt({ x, y }: Point): string {
  return `M${x} ${y - 15}a7 7 0 1 1 -.01 0zM${x - 14} ${y + 14}c0 -9 6 -12.500 14 -12.500s14 3.500 14 12.500z`
}

interface NumbersProps extends Point {
  readonly node: MapNode
  readonly minutes: number
}

function Numbers({ node, minutes, x, y }: NumbersProps) {
  const average = averageOf(node.requests)
  if (average === undefined)
    return (
      <text className={styles.rate} x={x} y={y + 4}>
        no traffic
      </text>
    )
  return (
    <>
      <text className={styles.average} x={x} y={y - 1}>
        {durationText(average)}
      </text>
      <text className={styles.rate} x={x} y={y + 13}>
        {rateText(node.requests.total / minutes)} t/min
      </text>
    </>
  )
}
