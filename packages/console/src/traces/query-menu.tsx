import { useState } from 'react'
import { storage } from '../view/storage.ts'
import { keptQueries, sampleQueries } from './kept-queries.ts'
import styles from './query-menu.module.css'

/** Recent and sample queries; choosing one asks it. */
export function QueryMenu({ onChoose }: { readonly onChoose: (query: string) => void }) {
  const [isOpen, setOpen] = useState(false)
  const recent = isOpen ? keptQueries(storage) : []
  const choose = (text: string) => {
    setOpen(false)
    onChoose(text)
  }
  return (
    <details
      className={styles.menu}
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setOpen(false)
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
      }}
    >
      <summary className={styles.open}>Queries</summary>
      <div className={styles.list}>
        {recent.length > 0 && (
          <>
            <h2 className={styles.heading}>Recent</h2>
            {recent.map((text) => (
              <button key={text} type="button" className={styles.item} onClick={() => choose(text)}>
                <code>{text}</code>
              </button>
            ))}
          </>
        )}
        <h2 className={styles.heading}>To begin with</h2>
        {sampleQueries.map(({ text, says }) => (
          <button key={text} type="button" className={styles.item} onClick={() => choose(text)}>
            <span>{says}</span>
            <code>{text}</code>
          </button>
        ))}
      </div>
    </details>
  )
}
