import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import { Empty, Failure, Loading } from '../design/states.tsx'
import { counted, countText } from '../format/numbers.ts'
import { ageText } from '../format/times.ts'
import { windowOf } from '../view/range.ts'
import { useTitle } from '../view/use-title.ts'
import { useView } from '../view/use-view.ts'
import { keepQuery } from './kept-queries.ts'
import { QueryMenu } from './query-menu.tsx'
import { queryProblem } from './query-problem.ts'
import { TraceTable } from './trace-table.tsx'
import styles from './traces-page.module.css'
import { useKnownValues } from './use-known-values.ts'
import { type TraceList, useTraceList } from './use-trace-list.ts'

const QueryBox = lazy(() => import('./query-box.tsx'))

/** Finding requests: a query, and the traces that fit it. */
export default function TracesPage() {
  const { range, group, filter, change } = useView()
  const [text, setText] = useState(filter)
  const [problem, setProblem] = useState('')
  const { known, groups } = useKnownValues()
  useTitle('Traces')
  const [asked, setAsked] = useState(() => windowOf(range, Date.now() / 1000))
  const list = useTraceList({ ...asked, group, filter })

  useEffect(() => setText(filter), [filter])
  useEffect(() => setAsked(windowOf(range, Date.now() / 1000)), [range])

  const run = useCallback(
    (query: string) => {
      const found = queryProblem(query, groups)
      setProblem(found === undefined ? '' : `At position ${found.from + 1}: ${found.sentence}`)
      if (found !== undefined) return
      keepQuery(localStorage, query)
      change({ filter: query.trim() })
      setAsked(windowOf(range, Date.now() / 1000))
    },
    [groups, change, range],
  )

  return (
    <div className={styles.page}>
      <h1 className="unseen">Traces</h1>
      <div className={styles.query}>
        <Suspense fallback={<div className={styles.placeholder} />}>
          <QueryBox query={text} known={known} groups={groups} onChange={setText} onRun={run} />
        </Suspense>
        <button type="button" className={styles.run} onClick={() => run(text)}>
          Run query
        </button>
        <QueryMenu onChoose={run} />
      </div>
      {problem !== '' && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      <Found list={list} now={asked.end} start={asked.start} />
    </div>
  )
}

function Found({ list, now, start }: { readonly list: TraceList; readonly now: number; readonly start: number }) {
  const { traces, isDone, isLoading, error, more } = list
  // A page may be empty and not the last: what fits lies further down.
  const isToGoOn = traces.length === 0 && !isDone && !isLoading
  useEffect(() => {
    if (isToGoOn) more()
  }, [isToGoOn, more])
  if (error && traces.length === 0) return <Failure error={error} retry={list.again} />
  if (traces.length === 0 && !isDone) return <Loading what="traces" />
  if (traces.length === 0)
    return (
      <Empty title="No trace fits">
        <p>
          {list.scanned === 0
            ? 'Nothing was received in this range. Choose a longer one.'
            : `${counted(list.scanned, 'trace')} of this range were looked at. Ask for less, or choose a longer range.`}
        </p>
      </Empty>
    )
  return (
    <>
      <p className={styles.found} role="status">
        {isDone
          ? `${counted(traces.length, 'trace')}: all that fit`
          : `${countText(traces.length)} newest so far, down to ${ageText(list.reached ?? start, now)}`}
        {isLoading && ' · reading on'}
        {error ? (
          <button type="button" onClick={list.again}>
            Reading on failed: try again
          </button>
        ) : null}
      </p>
      <TraceTable traces={traces} onEnd={list.more} now={now} />
    </>
  )
}
