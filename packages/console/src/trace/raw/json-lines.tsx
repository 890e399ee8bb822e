import type { JsonValue } from '@roentgen/trace'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import styles from './raw-data.module.css'

/** Longer lines are cut: the file has them whole. */
const longestLine = 4000
const lineHeight = 19

/** Documents as indented JSON, of which only the lines in sight are in the page. */
export function JsonLines({ documents }: { readonly documents: readonly JsonValue[] }) {
  const scroller = useRef<HTMLDivElement>(null)
  const lines = useMemo(
    () => documents.flatMap((document) => JSON.stringify(document, null, 2).split('\n')),
    [documents],
  )
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 20,
  })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section ref={scroller} className={styles.lines} aria-label="Documents" tabIndex={0}>
      <div className={styles.inner} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <Line key={index} text={lines[index] ?? ''} top={start} />
        ))}
      </div>
    </section>
  )
}

const keyAndRest = /^(\s*)("(?:[^"\\]|\\.)*")(: )(.*)$/s

function Line({ text, top }: { readonly text: string; readonly top: number }) {
  const shown = text.length > longestLine ? `${text.slice(0, longestLine)}…` : text
  const found = keyAndRest.exec(shown)
  return (
    <div className={styles.line} style={{ transform: `translateY(${top}px)` }}>
      {found === null ? (
        shown
      ) : (
        <>
          {found[1]}
          <span className={styles.key}>{found[2]}</span>
          {found[3]}
          {found[4]}
        </>
      )}
    </div>
  )
}
