import { useEffect, useRef } from 'react'
import type { Zoom } from './axis.ts'
import { paintStrip } from './paint-strip.ts'
import type { Row } from './row.ts'
import { useBrush } from './use-brush.ts'
import { useWidth } from './use-width.ts'
import styles from './waterfall.module.css'

const height = 44

/** The whole trace in small: what is looked at stands out, and dragging chooses another part. */
export function Strip({
  rows,
  duration,
  zoom,
  setZoom,
}: {
  readonly rows: readonly Row[]
  readonly duration: number
  readonly zoom: Zoom
  readonly setZoom: (zoom: Zoom) => void
}) {
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const width = useWidth(box)
  const { brush, handlers } = useBrush(
    box,
    (from, to) => setZoom({ from: from * duration, to: to * duration }),
    (at) => {
      const half = (zoom.to - zoom.from) / 2
      setZoom({ from: at * duration - half, to: at * duration + half })
    },
  )
  useEffect(() => {
    const paint = () => canvas.current && paintStrip(canvas.current, rows, duration, width, height)
    paint()
    // Colours change with the theme.
    const observer = new MutationObserver(paint)
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => observer.disconnect()
  }, [rows, duration, width])
  const seen = brush ?? { from: zoom.from / duration, to: zoom.to / duration }
  const isWhole = seen.from <= 0 && seen.to >= 1
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for pointers; the waterfall's + - 0 and Shift with arrows do the same
    <div
      ref={box}
      className={styles.strip}
      title="Drag to look closer at a part"
      {...handlers}
      onDoubleClick={() => setZoom({ from: 0, to: duration })}
    >
      <canvas ref={canvas} />
      {!isWhole && (
        <>
          <i className={styles.shade} style={{ left: 0, width: `${seen.from * 100}%` }} />
          <i className={styles.shade} style={{ left: `${seen.to * 100}%`, right: 0 }} />
          <i
            className={styles.seen}
            style={{ left: `${seen.from * 100}%`, width: `${(seen.to - seen.from) * 100}%` }}
          />
        </>
      )}
    </div>
  )
}
