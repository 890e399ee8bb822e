import { Failure, Loading } from '../design/states.tsx'
import { StatusMark } from '../design/status-mark.tsx'
import { ageText, dateTimeText } from '../format/times.ts'
import { useLive } from '../live/live.tsx'
import { useTitle } from '../view/use-title.ts'
import { useZone } from '../view/zone.ts'
import { HealthCards } from './health-cards.tsx'
import styles from './health-page.module.css'
import { RejectedSection } from './rejected-section.tsx'
import { SuspendedGroups } from './suspended-groups.tsx'
import { useHealthReport } from './use-health-report.ts'
import { useRates } from './use-rates.ts'

/** A rate that has become zero brings no event. Milliseconds. */
const ratesEvery = 5000

/** How the server is: what comes in and how fast, what is rejected and why, what is stored and within which limits. */
export default function HealthPage() {
  const { zone } = useZone()
  const { state } = useLive()
  const { data, error, refetch, dataUpdatedAt } = useHealthReport({
    refetchInterval: state === 'paused' ? false : ratesEvery,
  })
  const rates = useRates(data, dataUpdatedAt)
  useTitle('Health')
  if (data === undefined) return error ? <Failure error={error} retry={refetch} /> : <Loading what="health" />
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Health</h1>
        <p className={styles.soft}>
          Counted since the server started {ageText(data.started, dataUpdatedAt / 1000)} (
          {dateTimeText(data.started, zone)}).
        </p>
      </header>
      <section className={styles.verdict} aria-label="In short" data-ok={data.ok}>
        <StatusMark status={data.ok ? 'ok' : 'fault'} />
        {data.ok ? (
          <p>Roentgen takes segments and answers questions.</p>
        ) : (
          <ul>
            {data.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        )}
      </section>
      <HealthCards report={data} rates={rates} />
      <SuspendedGroups groups={data.suspendedGroups} />
      <RejectedSection report={data} />
    </div>
  )
}
