// biome-ignore-all lint/a11y/useSemanticElements: a table cannot have only the rows in sight
// biome-ignore-all lint/a11y/useFocusableInteractive: the treegrid has the focus and names its row
import { memo } from 'react'
import { StatusMark } from '../design/status-mark.tsx'
import { durationText } from '../format/numbers.ts'
import { barOf, labelPlace, stretchesPath } from './bar.ts'
import { deepest, guidesPath, indent } from './guides.ts'
import type { Row } from './row.ts'
import styles from './waterfall-row.module.css'

export const rowHeight = 28

const barTop = 8
const barHeight = 12

interface RowProps {
  readonly row: Row
  readonly rows: readonly Row[]
  readonly position: number
  /** Among the rows that are not hidden. */
  readonly index: number
  readonly top: number
  readonly zoomFrom: number
  readonly zoomTo: number
  /** Of the lane, in pixels. */
  readonly width: number
  readonly isCursor: boolean
  readonly isChosen: boolean
  readonly isMatch: boolean
  readonly isCollapsed: boolean
  readonly showsPath: boolean
}

/** One line: what it is, how it ended, how long it took, and when. */
export const WaterfallRow = memo(function WaterfallRow(props: RowProps) {
  const { row, rows, position, index, top, isCursor, isChosen, isMatch, isCollapsed } = props
  const { name, type, kind, state, status, depth, below, start, end, self, skew } = row
  const drawn = Math.min(depth, deepest)
  return (
    <div
      id={`row-${position}`}
      role="row"
      aria-rowindex={index + 2}
      aria-level={depth + 1}
      aria-expanded={below > 0 ? !isCollapsed : undefined}
      aria-selected={isChosen}
      data-position={position}
      data-cursor={isCursor}
      data-match={isMatch}
      data-kind={kind}
      data-state={state}
      className={styles.row}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div role="gridcell" className={styles.name} style={{ paddingLeft: drawn * indent }}>
        {depth > 0 && (
          <svg className={styles.guides} width={deepest * indent} height={rowHeight} aria-hidden="true">
            <path d={guidesPath(rows, position, rowHeight)} />
          </svg>
        )}
        <span className={styles.caret} data-caret={below > 0 ? '' : undefined}>
          {below > 0 && (
            <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
              <path d={isCollapsed ? 'M3 1.5 7 5 3 8.5z' : 'M1.5 3 5 7l3.5-4z'} fill="currentColor" />
            </svg>
          )}
        </span>
        {state !== 'ok' && <StatusMark status={state} />}
        {depth > deepest && <small className={styles.deep}>{depth}</small>}
        <span className={styles.words}>
          <bdi className={styles.title}>{name}</bdi>
          {type !== '' && (
            <bdi className={styles.type}>
              {type}
              {kind === 'inferred' && ' (Client Response)'}
            </bdi>
          )}
          {isCollapsed && <small className={styles.more}>+{below}</small>}
        </span>
        {skew !== 0 && (
          <span
            className={styles.skew}
            title={`Moved by ${durationText(skew / 1e6)}: its clock was behind its caller’s`}
          >
            <svg
              width="13"
              height="13"
              viewBox="0 0 16 16"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.6"
              aria-hidden="true"
            >
              <circle cx="8" cy="8" r="6" />
              <path d="M8 4.8V8l-2.4 1.4" strokeLinecap="round" />
            </svg>
            <span className="unseen">, clock corrected by {durationText(skew / 1e6)}</span>
          </span>
        )}
      </div>
      <span role="gridcell" className={styles.number}>
        {status ?? '–'}
      </span>
      <span role="gridcell" className={styles.number}>
        {end === undefined ? 'Pending' : durationText((end - start) / 1e6)}
      </span>
      <span role="gridcell" className={styles.number}>
        {self === undefined ? '–' : durationText(self / 1e6)}
      </span>
      <RowBar {...props} />
    </div>
  )
})

function RowBar({ row, zoomFrom, zoomTo, width, showsPath }: RowProps) {
  const { kind, state, label, start, end, own, critical } = row
  const zoom = { from: zoomFrom, to: zoomTo }
  if ((end ?? start) < zoomFrom || start > zoomTo)
    return (
      <div role="gridcell" className={styles.bar}>
        <span className={styles.away} data-side={start > zoomTo ? 'right' : 'left'}>
          {start > zoomTo ? '→' : '←'}
          <span className="unseen">outside of what is shown</span>
        </span>
      </div>
    )
  const bar = barOf(row, zoom, width)
  const words = end === undefined ? (label === '' ? 'Pending' : `Pending  ${label}`) : label
  const place = labelPlace(bar, width, words.length * 6.2)
  return (
    <div role="gridcell" className={styles.bar}>
      <svg width={width} height={rowHeight} aria-hidden="true">
        <rect
          className={styles.whole}
          x={bar.from}
          y={barTop}
          width={bar.to - bar.from}
          height={barHeight}
          rx="2"
          {...(kind === 'inferred' && { fill: `url(#hatch-${state === 'in progress' ? 'pending' : state})` })}
        />
        {kind !== 'inferred' && end !== undefined && (
          <path className={styles.own} d={stretchesPath(own, zoom, width, barTop, barHeight)} />
        )}
        {showsPath && critical.length > 0 && (
          <path className={styles.critical} d={stretchesPath(critical, zoom, width, barTop + barHeight + 2, 3)} />
        )}
      </svg>
      {words !== '' && (
        <bdi
          className={styles.label}
          data-side={place.side}
          style={
            place.side === 'left'
              ? { right: width - place.at, maxWidth: place.room }
              : { left: place.at, maxWidth: place.room }
          }
        >
          {words}
        </bdi>
      )}
    </div>
  )
}
