import { memo, useState } from 'react'
import styles from './edge-line.module.css'

interface EdgeLineProps {
  readonly path: string
  readonly width: number
  /** The state that a notable share of its calls ended in. */
  readonly state: 'fault' | 'throttle' | 'error' | undefined
  readonly isLink: boolean
  /** It came to a map that was there. */
  readonly isLater: boolean
  /** An end of it is looked at. */
  readonly isNear: boolean
  readonly isSelected: boolean
  readonly isAside: boolean
  readonly isLeaving: boolean
}

/** A line with its chevron, one element: a map has many. */
export const EdgeLine = memo(function EdgeLine({ path, width, ...is }: EdgeLineProps) {
  const [appears] = useState(is.isLater)
  const classes = [
    styles.edge,
    appears && styles.appears,
    is.state !== undefined && styles[is.state],
    is.isLink && styles.link,
    is.isNear && styles.near,
    is.isSelected && styles.selected,
    is.isAside && styles.aside,
    is.isLeaving && styles.leaving,
  ]
  return <path className={classes.filter(Boolean).join(' ')} d={path} strokeWidth={width} />
})
