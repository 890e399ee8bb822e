import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import { FilterTags } from '../compare/filter-tags.tsx'
import { tagsOf } from '../compare/filter-texts.ts'
import { useHasStream } from '../live/use-has-stream.ts'
import { printRange } from '../view/range.ts'
import { storage } from '../view/storage.ts'
import { useTitle } from '../view/use-title.ts'
import { useView } from '../view/use-view.ts'
import { figuresOf } from '../wire/trace-analytics.ts'
import { ActivityPanel } from './activity-panel.tsx'
import { useChosenColumns } from './chosen-columns.ts'
import { annotationOf } from './columns.ts'
import { FiguresLine } from './figures-line.tsx'
import { GroupPanel } from './group-panel.tsx'
import { keepQuery } from './kept-queries.ts'
import { ListPanel } from './list-panel.tsx'
import { listOrders, readOrder, writeOrder } from './order.ts'
import { PageActions } from './page-actions.tsx'
import { QueryMenu } from './query-menu.tsx'
import { queryProblem } from './query-problem.ts'
import { SaveAsGroup } from './save-as-group.tsx'
import { TimePanel } from './time-panel.tsx'
import styles from './traces-page.module.css'
import { useAskedSet } from './use-asked-set.ts'
import { useKnownValues } from './use-known-values.ts'
import { useOverview } from './use-overview.ts'
import { usePart } from './use-part.ts'
import { useTraceList } from './use-trace-list.ts'

const QueryBox = lazy(() => import('./query-box.tsx'))

/** Finding requests: a query, what the traces that fit it have in common, and the traces. */
export default function TracesPage() {
  const { range, group, filter, change, parameter, setParameters } = useView()
  const [text, setText] = useState(filter)
  const [problem, setProblem] = useState('')
  const [times, setTimes] = useState(0)
  const { known, groups } = useKnownValues()
  const { ids } = useChosenColumns()
  const overview = useOverview()
  useTitle('Traces')
  useEffect(() => {
    setText(filter)
    setProblem('')
  }, [filter])

  const order = readOrder(listOrders, parameter('order'))
  const canTail = range.kind === 'last'
  const isTailing = canTail && parameter('tail') === '1' && order.by === 'start' && order.direction === 'desc'
  // A list that is followed reaches to the moment from which on it is.
  const hasStream = useHasStream()
  const asked = isTailing ? JSON.stringify([times, group, filter, hasStream]) : `${times}`
  const set = useAskedSet(printRange(range), group, filter, asked, isTailing)
  const figures = usePart('figures', set, (signal) => figuresOf(set, signal))
  const list = useTraceList(
    set,
    order,
    ids.flatMap((id) => annotationOf(id) ?? []),
  )

  const run = useCallback(
    (query: string) => {
      const found = queryProblem(query, groups)
      setProblem(found === undefined ? '' : `At position ${found.from + 1}: ${found.sentence}`)
      if (found !== undefined) return
      keepQuery(storage, query)
      // Of the filter that is asked already the box may have had another text.
      setText(query)
      change({ filter: query.trim() })
      setTimes((before) => before + 1)
    },
    [groups, change],
  )
  const isRefused = list.error !== null && list.traces.length === 0
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
        <SaveAsGroup filter={isRefused ? '' : filter} />
      </div>
      {problem !== '' && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {tagsOf(filter).length > 1 && (
        <FilterTags of="the query" filter={filter} onChange={(next) => change({ filter: next })} />
      )}
      <div className={styles.summary}>
        {!isRefused && <FiguresLine part={figures} />}
        <PageActions overview={overview} />
      </div>
      {!isRefused && overview.isShown && (
        <div className={styles.overview}>
          <GroupPanel set={set} isWanted={list.isSettled} className={styles.groups} />
          <TimePanel set={set} isWanted={list.isSettled} />
          <ActivityPanel set={set} isWanted={list.isSettled} />
        </div>
      )}
      <ListPanel
        set={set}
        list={list}
        order={order}
        onOrder={(next) => setParameters({ order: writeOrder(listOrders, next), tail: undefined }, { replace: true })}
        isTailing={isTailing}
        onTail={
          canTail
            ? (isOn) => {
                setParameters({ tail: isOn ? '1' : undefined, order: undefined }, { replace: true })
                setTimes((before) => before + 1)
              }
            : undefined
        }
      />
    </div>
  )
}
