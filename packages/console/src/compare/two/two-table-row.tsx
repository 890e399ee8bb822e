import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { StatusMark } from '../../design/status-mark.tsx'
import { typeText } from '../../format/entity-types.ts'
import { changeText, countText, durationText } from '../../format/numbers.ts'
import type { TwoRow, TwoSide } from './two-picture.ts'
import styles from './two-table.module.css'
import { VerdictSign } from './verdict-sign.tsx'

interface TwoTableRowProps {
  readonly row: TwoRow
  readonly index: number
  /** Pixels from the top of the table. */
  readonly top: number
  /** The largest difference of all rows: as long as a bar gets. */
  readonly most: number
  readonly isCurrent: boolean
  /** The tab key comes to one row alone. */
  readonly isReached: boolean
  readonly isFolded: boolean
  readonly onFocus: () => void
  readonly onFold: () => void
  /** Where its (sub)segment is in the page of either trace. */
  readonly hrefs: readonly [string | undefined, string | undefined]
}

export function TwoTableRow(props: TwoTableRowProps) {
  const { row, index, top, most, isCurrent, isReached, isFolded, onFocus, onFold, hrefs } = props
  const { name, type, kind, label, depth, below, verdict, difference, selfDifference, a, b, differencesBelow } = row
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a real table cannot be virtual and sized by a grid
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={depth + 1}
      aria-expanded={below > 0 ? !isFolded : undefined}
      data-index={index}
      data-verdict={verdict}
      tabIndex={isReached ? 0 : -1}
      className={`${styles.row} ${styles.line} ${isCurrent ? styles.current : ''}`}
      style={{ transform: `translateY(${top}px)` }}
      onFocus={onFocus}
    >
      <Cell className={styles.name}>
        <span className={styles.indent} style={{ width: Math.min(depth, 24) * 14 }} />
        {below > 0 ? (
          <button
            type="button"
            className={styles.fold}
            tabIndex={-1}
            aria-label={isFolded ? 'Unfold' : 'Fold'}
            onClick={onFold}
          >
            {isFolded ? '▸' : '▾'}
          </button>
        ) : (
          <span className={styles.leaf} />
        )}
        <bdi className={kind === 'subsegment' ? undefined : styles.segment}>{name.slice(0, 300) || '(no name)'}</bdi>
        {kind !== 'subsegment' && type !== '' && <small className={styles.type}>{typeText(type)}</small>}
        {label !== '' && <bdi className={styles.label}>{label}</bdi>}
        {isFolded && differencesBelow > 0 && (
          <small className={styles.type}>{countText(differencesBelow)} differ below</small>
        )}
      </Cell>
      <Cell className={styles.verdict}>
        <VerdictSign verdict={verdict} />
      </Cell>
      <Cell className={styles.number}>
        <Side side={a} href={hrefs[0]} of="A" isReached={isReached} />
      </Cell>
      <Cell className={styles.number}>
        <Side side={b} href={hrefs[1]} of="B" isReached={isReached} />
      </Cell>
      <Cell className={styles.number}>
        {difference !== undefined && difference !== 0 && (
          <span
            className={styles.bar}
            data-more={difference > 0 ? 'B' : 'A'}
            style={{ width: `${(Math.abs(difference) / most) * 100}%` }}
          />
        )}
        <span className={styles.change}>{difference === undefined ? '' : changeText(difference / 1e6)}</span>
      </Cell>
      <Cell className={`${styles.number} ${styles.own}`}>
        {selfDifference === undefined ? '' : changeText(selfDifference / 1e6)}
      </Cell>
    </div>
  )
}

function Cell({ className, children }: { readonly className: string | undefined; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a real table cannot be virtual and sized by a grid
    // biome-ignore lint/a11y/useFocusableInteractive: the row has the focus
    <div role="gridcell" className={className}>
      {children}
    </div>
  )
}

interface SideProps {
  readonly side: TwoSide | undefined
  readonly href: string | undefined
  readonly of: 'A' | 'B'
  readonly isReached: boolean
}

function Side({ side, href, of, isReached }: SideProps) {
  if (side === undefined || href === undefined) return <span className={styles.none}>–</span>
  const { state, duration } = side
  const text = duration === undefined ? 'pending' : durationText(duration / 1e6)
  return (
    <>
      {state !== 'ok' && <StatusMark status={state} />}{' '}
      <Link href={href} tabIndex={isReached ? 0 : -1} aria-label={`${text} in ${of}: open it there`}>
        {text}
      </Link>
    </>
  )
}
