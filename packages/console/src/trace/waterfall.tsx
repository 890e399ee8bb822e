// biome-ignore-all lint/a11y/useSemanticElements: a table cannot have only the rows in sight
// biome-ignore-all lint/a11y/useFocusableInteractive: the treegrid has the focus and names its row
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef } from 'react'
import { countText } from '../format/numbers.ts'
import { pannedBy, ticksOf, type Zoom, zoomedBy, zoomWithin } from './axis.ts'
import { pixelOf } from './bar.ts'
import { BarKeys } from './bar-keys.tsx'
import { Hatches } from './hatches.tsx'
import type { Row } from './row.ts'
import { Strip } from './strip.tsx'
import { TimeAxis } from './time-axis.tsx'
import type { Look } from './use-look.ts'
import { useWidth } from './use-width.ts'
import type { Collapsed } from './visible-rows.ts'
import styles from './waterfall.module.css'
import { actionOf, type WaterfallAction } from './waterfall-keys.ts'
import { rowHeight, WaterfallRow } from './waterfall-row.tsx'

interface WaterfallProps {
  readonly rows: readonly Row[]
  /** Positions of the rows that are not hidden. */
  readonly visible: readonly number[]
  readonly collapsed: Collapsed
  readonly duration: number
  readonly look: Look
  /** Position of the row that the keyboard is at. */
  readonly cursor: number
  readonly matches: ReadonlySet<number>
  readonly moveTo: (position: number, isChosen?: boolean) => void
  readonly toggle: (position: number) => void
  readonly nextMatch: (direction: 1 | -1) => void
  readonly nextFailure: (direction: 1 | -1) => void
}

/** The rows on one time line, only those in sight in the page. */
export function Waterfall(props: WaterfallProps) {
  const { rows, visible, collapsed, duration, look, cursor, matches, moveTo, toggle } = props
  const scroller = useRef<HTMLDivElement>(null)
  const lane = useRef<HTMLDivElement>(null)
  const width = useWidth(lane)
  const zoom = look.zoomOf(duration)
  const setZoom = (next: Zoom) => {
    const { from, to } = zoomWithin(next, duration)
    look.change({ zoom: from === 0 && to === duration ? null : { from, to } })
  }
  const virtual = useVirtualizer({
    count: visible.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollPaddingStart: 40,
    scrollPaddingEnd: rowHeight,
  })

  const at = useMemo(() => new Map(visible.map((position, index) => [position, index])), [visible])
  const cursorIndex = at.get(cursor)
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when the cursor moves, not when rows are read again
  useEffect(() => {
    if (cursorIndex !== undefined) virtual.scrollToIndex(cursorIndex, { align: 'auto' })
  }, [cursor])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const action = actionOf(event.key, event.shiftKey)
    if (action === undefined) return
    event.preventDefault()
    event.stopPropagation()
    act(action, { ...props, index: cursorIndex ?? 0, zoom, setZoom })
  }
  useEffect(() => {
    // Nothing else is being used: the rows are what the keys of a trace are about.
    const onPageKey = (event: globalThis.KeyboardEvent) => {
      const isIdle =
        event.target === document.body || (event.target instanceof HTMLElement && event.target.id === 'page')
      if (isIdle && /^[jknNeE]$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey)
        scroller.current?.focus()
    }
    addEventListener('keydown', onPageKey)
    return () => removeEventListener('keydown', onPageKey)
  }, [])
  const onClick = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : undefined
    const position = Number(target?.closest<HTMLElement>('[data-position]')?.dataset.position ?? -1)
    if (position < 0) return
    if (target?.closest('[data-caret]')) toggle(position)
    else moveTo(position, true)
  }

  const ticks = ticksOf(zoom, width)
  return (
    <div className={styles.frame}>
      <Strip rows={rows} duration={duration} zoom={zoom} setZoom={setZoom} />
      <div
        ref={scroller}
        id="waterfall"
        className={styles.scroller}
        role="treegrid"
        aria-label={`Waterfall, ${countText(visible.length)} rows`}
        aria-rowcount={visible.length + 1}
        aria-colcount={5}
        aria-activedescendant={cursorIndex === undefined ? undefined : `row-${cursor}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        <div className={styles.header} role="row" aria-rowindex={1}>
          <span role="columnheader">Name</span>
          <span role="columnheader" className={styles.number}>
            Res.
          </span>
          <span role="columnheader" className={styles.number}>
            Duration
          </span>
          <span role="columnheader" className={styles.number} title="Time in which nothing below it was running">
            Self
          </span>
          <div role="columnheader" aria-label="Time" ref={lane} className={styles.lane}>
            <TimeAxis ticks={ticks} zoom={zoom} width={width} setZoom={setZoom} />
          </div>
        </div>
        <div className={styles.rows} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          <div className={styles.lines} style={{ width }} aria-hidden="true">
            {ticks.at.map((moment) => (
              <i key={moment} style={{ left: pixelOf(moment, zoom, width) }} />
            ))}
          </div>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const position = visible[index]
            const row = position === undefined ? undefined : rows[position]
            if (position === undefined || row === undefined) return null
            return (
              <WaterfallRow
                key={position}
                row={row}
                rows={rows}
                position={position}
                index={index}
                top={start}
                zoomFrom={zoom.from}
                zoomTo={zoom.to}
                width={width}
                isCursor={position === cursor}
                isChosen={row.key === look.selected}
                isMatch={matches.has(position)}
                isCollapsed={row.below > 0 && collapsed.has(row.key)}
                showsPath={look.showsPath}
              />
            )
          })}
        </div>
      </div>
      <Hatches />
      <BarKeys />
    </div>
  )
}

interface Acting extends WaterfallProps {
  /** Of the cursor among the visible rows. */
  readonly index: number
  readonly zoom: Zoom
  readonly setZoom: (zoom: Zoom) => void
}

function act(action: WaterfallAction, acting: Acting): void {
  const {
    rows,
    visible,
    collapsed,
    duration,
    look,
    cursor,
    moveTo,
    toggle,
    nextMatch,
    nextFailure,
    index,
    zoom,
    setZoom,
  } = acting
  const row = rows[cursor]
  const isOpen = row !== undefined && row.below > 0 && !collapsed.has(row.key)
  const go = (to: number) => moveTo(visible[Math.min(Math.max(0, to), visible.length - 1)] ?? cursor)
  switch (action.do) {
    case 'move':
      go(index + action.by)
      return
    case 'first':
      go(0)
      return
    case 'last':
      go(visible.length - 1)
      return
    case 'open':
      if (isOpen) go(index + 1)
      else toggle(cursor)
      return
    case 'close':
      if (isOpen) toggle(cursor)
      else if (row !== undefined && row.parent >= 0) moveTo(row.parent)
      return
    case 'toggle':
      toggle(cursor)
      return
    case 'details':
      moveTo(cursor, true)
      return
    case 'leave':
      look.change({ selected: null })
      return
    case 'match':
      nextMatch(action.direction)
      return
    case 'failure':
      nextFailure(action.direction)
      return
    case 'find':
      document.getElementById('find-in-trace')?.focus()
      return
    case 'pan':
      setZoom(pannedBy(zoom, action.share, duration))
      return
    case 'zoom':
      setZoom(zoomedBy(zoom, action.factor, (zoom.from + zoom.to) / 2, duration))
      return
    case 'whole':
      look.change({ zoom: null })
      return
  }
}
