import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import styles from './histogram.module.css'
import { apart, blocksOf, outlineOf, size } from './histogram-shape.ts'
import type { Status } from './status-mark.tsx'

export interface HistogramBar {
  readonly count: number
  /** What it reads like: `12.0 ms to 13.0 ms`. */
  readonly name: string
  /** Of the set that it is compared with, on the same scale; drawn as a line. */
  readonly other?: number
  /** What is said of it, where that is not its count. */
  readonly says?: string
  /** What it is made of, from its foot up; together its count. */
  readonly parts?: readonly { readonly kind: Status; readonly count: number }[]
}

/** Written below, at the left edge of a bar; at the end of all for their number. */
export interface HistogramTick {
  readonly bar: number
  readonly text: string
}

/** A line across, where within the bars (2.5: in the middle of the third). */
export interface HistogramMark {
  readonly at: number
  readonly text: string
  readonly says?: string
}

/** Indexes of bars, both ends included. */
export interface BarRange {
  readonly first: number
  readonly last: number
}

interface HistogramProps {
  readonly label: string
  readonly bars: readonly HistogramBar[]
  readonly ticks: readonly HistogramTick[]
  readonly marks?: readonly HistogramMark[]
  readonly selected: BarRange | undefined
  readonly onSelect: (range: BarRange | undefined) => void
  /** Enter at a handle: what is selected is meant. */
  readonly onApply?: () => void
}

/** Bars that are brushed: drag across, or with the arrow keys at one of the two handles. */
export function Histogram({ label, bars, ticks, marks = [], selected: chosen, onSelect, onApply }: HistogramProps) {
  const svg = useRef<SVGSVGElement>(null)
  const [brushing, setBrushing] = useState<{ readonly anchor: number; readonly range: BarRange }>()
  const most = Math.max(0, ...bars.map(({ count, other = 0 }) => Math.max(count, other))) || 1
  const step = size.width / Math.max(1, bars.length)
  const barAt = (event: PointerEvent) => {
    const box = svg.current?.getBoundingClientRect()
    const share = box === undefined || box.width === 0 ? 0 : (event.clientX - box.left) / box.width
    return Math.max(0, Math.min(bars.length - 1, Math.floor(share * bars.length)))
  }
  const between = (a: number, b: number) => ({ first: Math.min(a, b), last: Math.max(a, b) })
  const selected = brushing?.range ?? chosen
  const shown = selected ?? { first: 0, last: bars.length - 1 }
  const move = (end: 'first' | 'last') => (event: KeyboardEvent) => {
    const by =
      event.key === 'ArrowLeft' || event.key === 'ArrowDown'
        ? -1
        : event.key === 'ArrowRight' || event.key === 'ArrowUp'
          ? 1
          : 0
    if (event.key === 'Delete' || event.key === 'Backspace') onSelect(undefined)
    else if (event.key === 'Enter' && onApply !== undefined) onApply()
    else if (by !== 0) {
      const next = Math.max(0, Math.min(bars.length - 1, shown[end] + by))
      onSelect(
        end === 'first'
          ? { first: Math.min(next, shown.last), last: shown.last }
          : { first: shown.first, last: Math.max(next, shown.first) },
      )
    } else return
    event.preventDefault()
  }
  return (
    <div className={styles.histogram}>
      <svg
        ref={svg}
        viewBox={`0 0 ${size.width} ${size.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
        onPointerDown={(event) => {
          if (event.button !== 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          const bar = barAt(event)
          setBrushing({ anchor: bar, range: { first: bar, last: bar } })
        }}
        onPointerMove={(event) =>
          brushing !== undefined && setBrushing({ ...brushing, range: between(brushing.anchor, barAt(event)) })
        }
        onPointerUp={() => {
          if (brushing !== undefined) onSelect(brushing.range)
          setBrushing(undefined)
        }}
        onPointerCancel={() => setBrushing(undefined)}
      >
        {selected !== undefined && (
          <rect
            className={styles.brush}
            x={selected.first * step}
            y={0}
            width={(selected.last - selected.first + 1) * step}
            height={size.height}
          />
        )}
        {bars.map((bar, index) => (
          <g
            // biome-ignore lint/suspicious/noArrayIndexKey: narrow bars, and those of an hour that comes twice, read alike
            key={index}
            className={selected !== undefined && (index < selected.first || index > selected.last) ? styles.out : ''}
          >
            <title>{`${bar.name}: ${bar.says ?? bar.count}`}</title>
            {/* A bar of one trace among thousands is hard to hit. */}
            <rect className={styles.room} x={index * step} width={step} y={0} height={size.height} />
            {blocksOf(bar, most).map(({ kind, from, height }) => (
              <rect
                key={kind}
                className={styles.bar}
                data-kind={kind}
                x={index * step + step * 0.08}
                width={step * 0.84}
                y={size.height - from - height}
                height={height}
              />
            ))}
          </g>
        ))}
        {bars.some(({ other }) => other !== undefined) && <path className={styles.other} d={outlineOf(bars, most)} />}
        {marks.map(({ at, text }) => (
          <line key={text} className={styles.mark} x1={at * step} x2={at * step} y1={0} y2={size.height} />
        ))}
      </svg>
      {apart(marks, bars.length).map(({ at, text, says }) => (
        <span
          key={text}
          className={styles.markText}
          style={{ left: `${(at / bars.length) * 100}%` }}
          title={says}
          aria-hidden="true"
        >
          {text}
        </span>
      ))}
      <div className={styles.ticks} aria-hidden="true">
        {ticks.map(({ bar, text }) => (
          <span
            key={bar}
            style={{ left: `${(bar / bars.length) * 100}%`, translate: `${(-bar / bars.length) * 100}% 0` }}
          >
            {text}
          </span>
        ))}
      </div>
      {bars.length > 0 &&
        (['first', 'last'] as const).map((end) => (
          <span
            key={end}
            role="slider"
            tabIndex={0}
            className={styles.handle}
            aria-label={`${label}: ${end === 'first' ? 'from' : 'to'}`}
            aria-valuemin={0}
            aria-valuemax={bars.length - 1}
            aria-valuenow={shown[end]}
            aria-valuetext={bars[shown[end]]?.name ?? ''}
            style={{ left: `${((end === 'first' ? shown.first : shown.last + 1) / bars.length) * 100}%` }}
            onKeyDown={move(end)}
          />
        ))}
    </div>
  )
}
