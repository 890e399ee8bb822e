import { useRef } from 'react'
import { tickText } from '../format/numbers.ts'
import { type Ticks, type Zoom, zoomedBy } from './axis.ts'
import { pixelOf } from './bar.ts'
import { useBrush } from './use-brush.ts'
import styles from './waterfall.module.css'

/** A mark so near the end that its words would not fit has none, in pixels. */
const labelWidth = 60

/** The scale above the bars. Dragging over it looks closer at what was dragged over. */
export function TimeAxis({
  ticks,
  zoom,
  width,
  setZoom,
}: {
  readonly ticks: Ticks
  readonly zoom: Zoom
  readonly width: number
  readonly setZoom: (zoom: Zoom) => void
}) {
  const axis = useRef<HTMLDivElement>(null)
  const span = zoom.to - zoom.from
  const { brush, handlers } = useBrush(axis, (from, to) =>
    setZoom({ from: zoom.from + from * span, to: zoom.from + to * span }),
  )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for pointers; the waterfall's + - 0 and Shift with arrows do the same
    <div
      ref={axis}
      className={styles.axis}
      title="Drag to look closer; double-click to step back"
      {...handlers}
      onDoubleClick={() => setZoom(zoomedBy(zoom, 0.25, (zoom.from + zoom.to) / 2, Number.POSITIVE_INFINITY))}
    >
      {ticks.at.map((moment) => {
        const left = pixelOf(moment, zoom, width)
        return (
          <span key={moment} className={styles.tick} style={{ left }}>
            {left <= width - labelWidth && tickText(moment / 1e6, ticks.step / 1e6)}
          </span>
        )
      })}
      {brush && (
        <i
          className={styles.brush}
          style={{ left: `${brush.from * 100}%`, width: `${(brush.to - brush.from) * 100}%` }}
        />
      )}
    </div>
  )
}
