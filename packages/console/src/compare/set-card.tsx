import { lazy, Suspense, useEffect, useId, useRef, useState } from 'react'
import { Link } from 'wouter'
import controls from '../design/controls.module.css'
import { counted } from '../format/numbers.ts'
import { RangeMenu } from '../shell/range-menu.tsx'
import { queryProblem } from '../traces/query-problem.ts'
import { useKnownValues } from '../traces/use-known-values.ts'
import { printRange, type Range } from '../view/range.ts'
import { useLink } from '../view/use-view.ts'
import type { ComparedSet } from './compare-link.ts'
import { FilterTags } from './filter-tags.tsx'
import { SetBadge, type SetName } from './set-badge.tsx'
import styles from './set-card.module.css'

const QueryBox = lazy(() => import('../traces/query-box.tsx'))

interface SetCardProps {
  readonly name: SetName
  readonly set: ComparedSet
  /** Of the page, where the set has none of its own. */
  readonly range: Range
  /** Traces in it; undefined while they are counted. */
  readonly count: number | undefined
  readonly onChange: (set: ComparedSet) => void
}

/** One of the sets: its time, its conditions, each of which can be taken away, and a box to write them in. */
export function SetCard({ name, set, range, count, onChange }: SetCardProps) {
  const [isEdited, setEdited] = useState(false)
  const edit = useRef<HTMLButtonElement>(null)
  const wasEdited = useRef(false)
  useEffect(() => {
    // The editor goes, and with it the focus: back to what opened it.
    if (wasEdited.current && !isEdited) edit.current?.focus()
    wasEdited.current = isEdited
  }, [isEdited])
  const link = useLink()
  const heading = useId()
  const own = set.range ?? range
  return (
    <section className={styles.card} aria-labelledby={heading}>
      <header className={styles.head}>
        <h2 id={heading} className={styles.name}>
          <span className="unseen">Set </span>
          <SetBadge name={name} />
        </h2>
        <p className={styles.count} aria-live="polite">
          {count === undefined ? 'Counting…' : counted(count, 'trace')}
        </p>
        <RangeMenu
          name={`Time range of ${name}`}
          range={own}
          onChoose={(chosen) => onChange({ ...set, range: chosen })}
        />
      </header>
      {set.filter.trim() === '' ? (
        <p className={styles.all}>Every trace of this time</p>
      ) : (
        <FilterTags of={name} filter={set.filter} onChange={(filter) => onChange({ ...set, filter })} />
      )}
      {isEdited && (
        <FilterEditor
          key={set.filter}
          name={name}
          filter={set.filter}
          onApply={(filter) => {
            setEdited(false)
            onChange({ ...set, filter })
          }}
          onCancel={() => setEdited(false)}
        />
      )}
      <footer className={styles.foot}>
        {!isEdited && (
          <button ref={edit} type="button" className={controls.plain} onClick={() => setEdited(true)}>
            {set.filter === '' ? 'Write a filter' : 'Edit the filter'}
          </button>
        )}
        <Link
          className={controls.plain}
          href={link('/traces', { filter: set.filter, range: own })}
          key={printRange(own)}
        >
          View its traces
        </Link>
      </footer>
    </section>
  )
}

interface FilterEditorProps {
  readonly name: SetName
  readonly filter: string
  readonly onApply: (filter: string) => void
  readonly onCancel: () => void
}

function FilterEditor({ name, filter, onApply, onCancel }: FilterEditorProps) {
  const [text, setText] = useState(filter)
  const [problem, setProblem] = useState('')
  const { known, groups } = useKnownValues()
  const apply = (query: string) => {
    const found = queryProblem(query, groups)
    setProblem(found === undefined ? '' : `At position ${found.from + 1}: ${found.sentence}`)
    if (found === undefined) onApply(query.trim())
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot shrink below what is in it
    <div role="group" aria-label={`Filter of ${name}`} className={styles.editor}>
      <Suspense fallback={<div className={styles.placeholder} />}>
        <QueryBox query={text} known={known} groups={groups} onChange={setText} onRun={apply} isFocused />
      </Suspense>
      {problem !== '' && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      <div className={styles.foot}>
        <button type="button" className={controls.primary} onClick={() => apply(text)}>
          Use it for {name}
        </button>
        <button type="button" className={controls.plain} onClick={onCancel}>
          Cancel
        </button>
      </div>
    </div>
  )
}
