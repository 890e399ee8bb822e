import { parseTraceId } from '@roentgen/trace'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import controls from '../../design/controls.module.css'
import { Failure, Loading } from '../../design/states.tsx'
import { Tabs } from '../../design/tabs.tsx'
import { counted, countText } from '../../format/numbers.ts'
import { useTitle } from '../../view/use-title.ts'
import { useLink, useView } from '../../view/use-view.ts'
import { OperationsTable } from './operations-table.tsx'
import { seenRows, verdictCounts } from './seen-rows.ts'
import { TraceSide } from './trace-side.tsx'
import type { TwoPicture } from './two-picture.ts'
import { TwoTable } from './two-table.tsx'
import styles from './two-traces-page.module.css'
import { useTwo } from './use-two.ts'
import { VerdictSign } from './verdict-sign.tsx'

/** Two traces side by side, aligned by structure and name. */
export default function TwoTracesPage({ a, b }: { readonly a: string; readonly b: string }) {
  useTitle('Compare two traces')
  const link = useLink()
  const [, navigate] = useLocation()
  const [idOfA, idOfB] = [idOf(a), idOf(b)]
  const state = useTwo(idOfA, idOfB)
  const show = (toA: string, toB: string) => navigate(link(`/compare/traces/${toA || '-'}/${toB || '-'}`))
  const picture = state.kind === 'read' ? state.picture : undefined
  const isMissing = (id: string) => state.kind === 'read' && state.missing.includes(id)
  const isWhole = picture !== undefined && !isEmpty(picture.a) && !isEmpty(picture.b)
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Compare two traces</h1>
        <button type="button" className={controls.secondary} onClick={() => show(idOfB, idOfA)}>
          Swap A and B
        </button>
        <Link className={controls.plain} href={link('/compare')}>
          Compare two sets
        </Link>
      </header>
      <div className={styles.sides}>
        <TraceSide
          name="A"
          id={idOfA}
          written={a}
          isMissing={isMissing(idOfA)}
          overview={picture?.a}
          other={picture?.b}
          otherId={idOfB}
          onChoose={(id) => show(id, idOfB)}
        />
        <TraceSide
          name="B"
          id={idOfB}
          written={b}
          isMissing={isMissing(idOfB)}
          overview={picture?.b}
          other={picture?.a}
          otherId={idOfA}
          onChoose={(id) => show(idOfA, id)}
        />
      </div>
      {state.kind === 'reading' && <Loading what="both traces" />}
      {state.kind === 'failed' && <Failure error={state.problem} retry={state.retry} />}
      {isWhole && <Differences picture={picture} ids={[idOfA, idOfB]} />}
    </div>
  )
}

/** As BatchGetTraces answers it; '' where it is none. */
function idOf(written: string): string {
  return parseTraceId(written.trim()) ?? ''
}

function isEmpty({ segments, inferred, subsegments }: TwoPicture['a']): boolean {
  return segments + inferred + subsegments === 0
}

function Differences({ picture, ids }: { readonly picture: TwoPicture; readonly ids: readonly [string, string] }) {
  const { parameter, setParameters } = useView()
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set())
  const { rows, operations } = picture
  const isOnly = parameter('only') === 'differences'
  const shown = parameter('show') === 'services' ? 'services' : 'rows'
  const counts = verdictCounts(rows)
  const different = rows.length - (counts.get('same') ?? 0)
  return (
    <section className={styles.differences} aria-label="Differences">
      <p className={styles.counts} role="status">
        {different === 0
          ? `${counted(rows.length, 'row')}, none of which differs`
          : `${counted(different, 'row differs', 'rows differ')} of ${countText(rows.length)}:`}
        {(['failing', 'recovered', 'slower', 'faster', 'new', 'missing'] as const).map((verdict) => {
          const count = counts.get(verdict) ?? 0
          return count === 0 ? null : (
            <span key={verdict} className={styles.count}>
              {countText(count)} <VerdictSign verdict={verdict} />
            </span>
          )
        })}
      </p>
      <Tabs
        label="Differences"
        tabs={[
          { id: 'rows', name: 'Rows' },
          { id: 'services', name: 'Time by service' },
        ]}
        chosen={shown}
        choose={(id) => setParameters({ show: id === 'rows' ? undefined : id }, { replace: true })}
      >
        {shown === 'services' ? (
          <OperationsTable operations={operations} />
        ) : (
          <>
            <label className={styles.only}>
              <input
                type="checkbox"
                checked={isOnly}
                onChange={({ target }) =>
                  setParameters({ only: target.checked ? 'differences' : undefined }, { replace: true })
                }
              />
              Only differences
            </label>
            <TwoTable
              rows={rows}
              seen={seenRows(rows, folded, isOnly)}
              folded={folded}
              onFold={(at) => {
                const next = new Set(folded)
                if (!next.delete(at)) next.add(at)
                setFolded(next)
              }}
              ids={ids}
            />
          </>
        )}
      </Tabs>
    </section>
  )
}
