import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import controls from '../design/controls.module.css'
import { Failure, Loading } from '../design/states.tsx'
import { shareText } from '../format/numbers.ts'
import { printRange } from '../view/range.ts'
import { useTitle } from '../view/use-title.ts'
import { useLink, useView } from '../view/use-view.ts'
import { Beginnings } from './beginnings.tsx'
import { againstTheRest, againstTheTimeBefore, comparedSets, compareParameters } from './compare-link.ts'
import styles from './compare-page.module.css'
import { FiguresTable } from './figures-table.tsx'
import { withFilter } from './filter-texts.ts'
import { PairHistogram } from './pair-histogram.tsx'
import { type Refine, refined, type Sets } from './refine.ts'
import { SetCard } from './set-card.tsx'
import { areSame, type Compared, useCompared } from './use-compared.ts'
import { ValueList } from './value-list.tsx'

const usualLimit = 20
const mostLimit = 1000

/** Two sets of traces side by side, and what tells them apart. */
export default function ComparePage() {
  const { range, group, parameter, setParameters } = useView()
  const link = useLink()
  const sets = comparedSets(parameter)
  const [a, b] = sets
  useTitle('Compare')
  const [times, setTimes] = useState(0)
  const ranges = sets.map((set) => printRange(set.range ?? range)).join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: another range, or the same again, is asked of another moment
  const asked = useMemo(() => Date.now() / 1000, [ranges, times])
  const limit = Math.min(mostLimit, Math.max(1, Math.floor(Number(parameter('limit'))) || usualLimit))
  const isSame = areSame(sets, range)
  const compared = useCompared({ sets, range, group, asked, limit })

  const change = ([toA, toB]: Sets) => setParameters(compareParameters(toA, toB))
  const onTimeBefore = () => change(againstTheTimeBefore(a.filter, a.range ?? range, Date.now() / 1000))
  const isOfNow = sets.some((set) => (set.range ?? range).kind === 'last')
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Compare</h1>
        <div className={styles.actions}>
          <button type="button" className={controls.secondary} onClick={() => change([b, a])}>
            Swap A and B
          </button>
          <button type="button" className={controls.secondary} onClick={onTimeBefore}>
            A with the period before
          </button>
          {isOfNow && (
            <button type="button" className={controls.secondary} onClick={() => setTimes(times + 1)}>
              Ask again
            </button>
          )}
          <Link className={controls.plain} href={link('/compare/traces')}>
            Compare two traces
          </Link>
        </div>
      </header>
      <div className={styles.sets}>
        <SetCard
          name="A"
          set={a}
          range={range}
          count={compared.a.data?.figures.count}
          onChange={(set) => change([set, b])}
        />
        <SetCard
          name="B"
          set={b}
          range={range}
          count={compared.b.data?.figures.count}
          onChange={(set) => change([a, set])}
        />
      </div>
      {isSame ? (
        <Beginnings set={a} onChoose={change} onTimeBefore={onTimeBefore} />
      ) : (
        <Difference
          compared={compared}
          onRefine={(refine) => change(refined(sets, refine))}
          onSplit={(filter) => change(againstTheRest(a.filter, filter, a.range))}
          tracesOf={(filter) => ({
            a: link('/traces', { filter: withFilter(a.filter, filter), range: a.range ?? range }),
            b: link('/traces', { filter: withFilter(b.filter, filter), range: b.range ?? range }),
          })}
          onMore={
            limit < mostLimit ? () => setParameters({ limit: String(Math.min(mostLimit, limit * 5)) }) : undefined
          }
        />
      )}
    </div>
  )
}

interface DifferenceProps {
  readonly compared: Compared
  readonly onRefine: (refine: Refine) => void
  readonly onSplit: (filter: string) => void
  readonly tracesOf: (filter: string) => { readonly a: string; readonly b: string }
  readonly onMore: (() => void) | undefined
}

function Difference({ compared: { a, b, values }, onRefine, onSplit, tracesOf, onMore }: DifferenceProps) {
  for (const { error, again } of [a, b]) if (error) return <Failure error={error} retry={again} />
  if (a.data === undefined || b.data === undefined) return <Loading what="both sets" />
  const none = [a.data.figures.count === 0 ? 'A' : '', b.data.figures.count === 0 ? 'B' : ''].filter(Boolean)
  return (
    <>
      <div className={styles.shapes}>
        <section className={styles.panel} aria-label="Figures">
          <FiguresTable a={a.data.figures} b={b.data.figures} />
        </section>
        <section className={styles.panel} aria-labelledby="response-times">
          <h2 id="response-times">Response times</h2>
          <PairHistogram a={a.data} b={b.data} onRefine={onRefine} onSplit={onSplit} />
        </section>
      </div>
      {none.length > 0 ? (
        <p className={styles.note} role="status">
          No trace is in {none.join(' and none in ')}. Take a condition away, or choose a longer time range.
        </p>
      ) : values.data !== undefined ? (
        <>
          {values.data.share < 1 && <FirstLook share={values.data.share} error={values.error} again={values.again} />}
          <ValueList comparison={values.data} onRefine={onRefine} tracesOf={tracesOf} onMore={onMore} />
        </>
      ) : values.error ? (
        <Failure error={values.error} retry={values.again} />
      ) : (
        <Loading what="what tells them apart: every value of both sets is compared" />
      )}
    </>
  )
}

interface FirstLookProps {
  readonly share: number
  /** Why all cannot be compared. */
  readonly error: unknown
  readonly again: () => void
}

/** Says that not all traces are in what is seen, and whether all will be. */
function FirstLook({ share, error, again }: FirstLookProps) {
  return (
    <p className={styles.look} role="status">
      {`A first look: ${shareText(share)} of the traces, from stretches of time spread over each range. `}
      {error ? (
        <>
          All could not be compared: {error instanceof Error ? error.message : String(error)}{' '}
          <button type="button" className={controls.plain} onClick={again}>
            Try again
          </button>
        </>
      ) : (
        'All are being compared…'
      )}
    </p>
  )
}
