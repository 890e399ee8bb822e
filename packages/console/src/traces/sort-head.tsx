import type { ReactNode } from 'react'
import styles from './sort-head.module.css'

interface SortHeadProps {
  readonly name: ReactNode
  /** undefined: by another column. */
  readonly direction: 'asc' | 'desc' | undefined
  readonly title?: string
  readonly onPress: () => void
}

/** What stands in the head of a column that can be sorted by. The cell around it says so by aria-sort. */
export function SortHead({ name, direction, title, onPress }: SortHeadProps) {
  return (
    <button type="button" className={styles.head} title={title} data-sorted={direction} onClick={onPress}>
      {name}
      <svg width="8" height="10" viewBox="0 0 8 10" aria-hidden="true" focusable="false">
        <path d={direction === 'asc' ? 'M4 2 7 8H1z' : 'M4 8 7 2H1z'} fill="currentColor" />
      </svg>
    </button>
  )
}

export function ariaSort(direction: 'asc' | 'desc' | undefined): 'ascending' | 'descending' | 'none' {
  return direction === undefined ? 'none' : direction === 'asc' ? 'ascending' : 'descending'
}
