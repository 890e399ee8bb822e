import { Link } from 'wouter'
import { StatusMark } from '../design/status-mark.tsx'
import { useHealthReport, useRejected } from '../health/use-health-report.ts'
import { useLink } from '../view/use-view.ts'
import { arrivalsOf } from './arrivals.ts'
import styles from './start-page.module.css'

const marks = { nothing: 'in progress', well: 'ok', 'some rejected': 'error', 'all rejected': 'fault' } as const

/** What came in so far, while it comes. */
export function ArrivalsLine() {
  const link = useLink()
  const { data } = useHealthReport()
  const { data: rejectedDocuments } = useRejected(data?.received.rejected ?? 0)
  if (data === undefined) return null
  const { kind, came, rejected, code } = arrivalsOf(data)
  const reason = rejectedDocuments?.find((document) => document.code === code)?.reason ?? code
  return (
    <p className={styles.arrivals} role="status" data-kind={kind}>
      <StatusMark status={marks[kind]} />
      <span>
        {came}
        {kind === 'nothing' && '. This line follows what does.'}
        {rejected !== undefined && (
          <>
            , <Link href={`${link('/health')}#rejected`}>{rejected}</Link>
            {reason !== undefined && `: ${reason}`}
          </>
        )}
        {(kind === 'well' || kind === 'some rejected') && (
          <>
            {' '}
            <Link href={link('/')}>Look at the map</Link>
          </>
        )}
      </span>
    </p>
  )
}
