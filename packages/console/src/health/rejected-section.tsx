import type { HealthReport } from '@roentgen/api'
import { useEffect, useRef } from 'react'
import { countText } from '../format/numbers.ts'
import { useView } from '../view/use-view.ts'
import styles from './health-page.module.css'
import { RejectedRow } from './rejected-row.tsx'
import { useRejected } from './use-health-report.ts'

/** What was not accepted: how often for which reason, and the last documents themselves. */
export function RejectedSection({ report }: { readonly report: HealthReport }) {
  const { parameter, setParameters } = useView()
  const { data = [] } = useRejected(report.received.rejected + report.quarantine.records)
  const code = parameter('code')
  const shown = code === undefined ? data : data.filter((document) => document.code === code)
  const codes = [...new Set(report.rejections.map((rejection) => rejection.code))]
  const countOf = (wanted: string) =>
    report.rejections.reduce((sum, { code: own, count }) => (own === wanted ? sum + count : sum), 0)
  const section = useRef<HTMLElement>(null)
  // The address is changed without a load, so the browser does not go there by itself.
  useEffect(() => {
    if (location.hash === '#rejected') section.current?.scrollIntoView()
  }, [])
  return (
    <section ref={section} id="rejected" className={styles.rejected} aria-labelledby="rejected-title">
      <h2 id="rejected-title">Rejected documents</h2>
      {data.length === 0 && (
        <p className={styles.soft}>None. A document that cannot be taken is kept here with its reason.</p>
      )}
      {codes.length > 1 && (
        <ul className={styles.codes} aria-label="By reason">
          {codes.map((own) => (
            <li key={own}>
              <button
                type="button"
                aria-pressed={own === code}
                onClick={() => setParameters({ code: own === code ? undefined : own }, { replace: true })}
              >
                {own} <b>{countText(countOf(own))}</b>
              </button>
            </li>
          ))}
        </ul>
      )}
      {shown.length > 0 && (
        <ol className={styles.documents}>
          {shown.slice(0, mostShown).map((document, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two rejections may be alike in all they have
            <RejectedRow key={`${document.time} ${document.id} ${index}`} document={document} />
          ))}
        </ol>
      )}
      {shown.length > mostShown && (
        <p className={styles.soft}>
          The last {mostShown} of {countText(shown.length)} that are kept; <a href="/api/rejected">all as JSON</a>.
        </p>
      )}
    </section>
  )
}

const mostShown = 100
