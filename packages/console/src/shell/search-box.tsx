import { parseTraceId } from '@roentgen/trace'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useLink } from '../view/use-view.ts'
import styles from './controls.module.css'

/** A bare trace id, in either form, opens that trace. */
export function SearchBox() {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState('')
  const [, navigate] = useLocation()
  const link = useLink()
  return (
    <search className={styles.search}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const id = parseTraceId(text.trim())
          if (id === undefined) setProblem('That is no trace id: 1-8 hex-24 hex, or 32 hex digits.')
          else {
            setProblem('')
            navigate(link(`/traces/${id}`))
          }
        }}
      >
        <input
          type="search"
          className={styles.field}
          aria-label="Open a trace by its id"
          placeholder="Open a trace by its id"
          aria-invalid={problem !== ''}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {problem !== '' && (
          <p role="alert" className={styles.problem}>
            {problem}
          </p>
        )}
      </form>
    </search>
  )
}
