import { type CSSProperties, memo } from 'react'
import { Link } from 'wouter'
import { StatusMark } from '../design/status-mark.tsx'
import { useLink } from '../view/use-view.ts'
import { type CellView, cellOf, type ListedTrace, shortId, statusOf } from './cells.ts'
import type { Column } from './columns.ts'
import styles from './trace-table.module.css'

interface TraceTableRowProps {
  readonly trace: ListedTrace
  readonly index: number
  readonly columns: readonly Column[]
  readonly view: CellView
  readonly grid: CSSProperties
  /** Pixels below the head. */
  readonly top: number
  readonly isCurrent: boolean
  /** The tab key comes to one row alone. */
  readonly isReached: boolean
  readonly isMarked: boolean
  readonly isFresh: boolean
  readonly onMark: (id: string) => void
  readonly onFocus: (id: string) => void
}

export const TraceTableRow = memo(function TraceTableRow(props: TraceTableRowProps) {
  const { trace, index, columns, view, grid, top, isCurrent, isReached, isMarked, isFresh, onMark, onFocus } = props
  const link = useLink()
  const { id } = trace
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a real table cannot be virtual and sized by a grid
    // biome-ignore lint/a11y/useFocusableInteractive: the link in it takes the focus
    <div
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      className={`${styles.row} ${isCurrent ? styles.current : ''} ${isMarked ? styles.marked : ''} ${isFresh ? styles.fresh : ''}`}
      style={{ ...grid, transform: `translateY(${top}px)` }}
      onFocus={() => onFocus(id)}
    >
      {columns.map(({ id: column, isNumber }) => {
        if (column === 'id')
          return (
            // biome-ignore lint/a11y/useSemanticElements: as above
            <div key={column} role="cell" className={styles.cell}>
              <input
                type="checkbox"
                tabIndex={isReached ? 0 : -1}
                checked={isMarked}
                aria-label={`Mark ${shortId(id)} to compare`}
                title="Mark two traces to compare them (x)"
                onChange={() => onMark(id)}
              />
              <StatusMark status={statusOf(trace)} />
              <Link href={link(`/traces/${id}`)} tabIndex={isReached ? 0 : -1} title={id}>
                <code>{shortId(id)}</code>
              </Link>
            </div>
          )
        const { text, title } = cellOf(column, trace, view)
        return (
          // biome-ignore lint/a11y/useSemanticElements: as above
          <div key={column} role="cell" className={`${styles.cell} ${isNumber ? styles.number : ''}`} title={title}>
            {text}
          </div>
        )
      })}
    </div>
  )
})
