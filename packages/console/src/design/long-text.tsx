import { useState } from 'react'
import { counted } from '../format/numbers.ts'
import styles from './long-text.module.css'

/** A text that someone sent: as text, in its own direction, and only its beginning where it is very long. */
export function LongText({ text, most = 1000 }: { readonly text: string; readonly most?: number }) {
  const [isWhole, setWhole] = useState(false)
  const isLong = text.length > most
  return (
    <>
      <bdi className={styles.text}>{isLong && !isWhole ? `${text.slice(0, most)}…` : text}</bdi>
      {isLong && (
        <button type="button" className={styles.more} onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Show less' : `Show all ${counted(text.length, 'character')}`}
        </button>
      )}
    </>
  )
}
