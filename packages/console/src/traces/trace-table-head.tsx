import type { TraceListOrder } from '@roentgen/api'
import type { Column } from './columns.ts'
import { type Order, pressed } from './order.ts'
import { ariaSort, SortHead } from './sort-head.tsx'
import styles from './trace-table.module.css'

interface TraceTableHeadProps {
  readonly column: Column
  readonly order: Order<TraceListOrder>
  readonly onOrder: (order: Order<TraceListOrder>) => void
}

/** The head of a column; pressed, the whole list is sorted by it. */
export function TraceTableHead({ column, order, onOrder }: TraceTableHeadProps) {
  const { name, order: by, isReversed, isNumber } = column
  const direction = by === order.by ? (isReversed ? turned(order.direction) : order.direction) : undefined
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a real table cannot be virtual and sized by a grid
    // biome-ignore lint/a11y/useFocusableInteractive: the button in it takes the focus
    <div
      role="columnheader"
      className={`${styles.cell} ${isNumber ? styles.number : ''}`}
      aria-sort={by === undefined ? undefined : ariaSort(direction)}
      title={name}
    >
      {by === undefined ? (
        <bdi>{name}</bdi>
      ) : (
        <SortHead name={name} direction={direction} onPress={() => onOrder(pressed(order, by))} />
      )}
    </div>
  )
}

function turned(direction: 'asc' | 'desc'): 'asc' | 'desc' {
  return direction === 'asc' ? 'desc' : 'asc'
}
