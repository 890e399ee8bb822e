import { useEffect, useId, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { SearchIcon } from '../design/icons.tsx'
import { useKeys } from '../keys/use-keys.ts'
import { useLink, useView } from '../view/use-view.ts'
import styles from './search-box.module.css'
import { readSearch } from './search-text.ts'

/** A trace id opens that trace; a filter expression lists the traces that fit it. */
export function SearchBox() {
  const { filter } = useView()
  const [text, setText] = useState(filter)
  const [problem, setProblem] = useState('')
  const [, navigate] = useLocation()
  const link = useLink()
  const field = useRef<HTMLInputElement>(null)
  const note = useId()
  useKeys({ search: () => field.current?.select() })
  useEffect(() => setText(filter), [filter])

  const seek = async () => {
    const sought = readSearch(text)
    const wrong = sought.kind === 'filter' ? await problemOf(sought.filter) : ''
    setProblem(wrong)
    if (wrong !== '') return
    if (sought.kind === 'trace') {
      setText('')
      navigate(link(`/traces/${sought.id}`))
    } else navigate(link('/traces', { filter: sought.kind === 'filter' ? sought.filter : '' }))
  }
  return (
    <search className={styles.search}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void seek()
        }}
      >
        <span className={styles.icon}>
          <SearchIcon />
        </span>
        <input
          ref={field}
          type="search"
          enterKeyHint="search"
          autoComplete="off"
          spellCheck={false}
          className={styles.field}
          aria-label="Search traces"
          aria-keyshortcuts="/"
          placeholder="Trace id or filter expression"
          aria-invalid={problem !== ''}
          aria-describedby={problem === '' ? undefined : note}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setProblem('')
          }}
          onKeyDown={({ key }) => key === 'Escape' && field.current?.blur()}
        />
        <span className={styles.key}>
          <kbd>/</kbd>
        </span>
      </form>
      {problem !== '' && (
        <p id={note} role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </search>
  )
}

/** The language is loaded when it is first needed. */
async function problemOf(filter: string): Promise<string> {
  const { FilterError, check, parse } = await import('@roentgen/filter')
  try {
    check(parse(filter))
    return ''
  } catch (error) {
    if (error instanceof FilterError) return error.message
    throw error
  }
}
