import { parseTraceId, traceIdHex } from '@roentgen/trace'
import { useEffect, useState } from 'react'
import { CopyButton } from '../design/copy-button.tsx'
import { StatusMark } from '../design/status-mark.tsx'
import { counted, countText, durationText } from '../format/numbers.ts'
import { ageText, dateTimeText } from '../format/times.ts'
import { useZone } from '../view/zone.ts'
import type { Overview } from './overview.ts'
import styles from './summary-line.module.css'

/** What the trace was: method, address, answer, how long, when, and its id in both forms. */
export function SummaryLine({ id, overview }: { readonly id: string; readonly overview: Overview }) {
  const { method, url, name, status, state, start, duration, responseTime, segments, services, inferred, failed } =
    overview
  const now = useNow()
  const { zone } = useZone()
  const parsed = parseTraceId(id)
  return (
    <header className={styles.summary}>
      <div className={styles.what}>
        <h1 className={styles.title} title={url === '' ? name : `${method} ${url}`}>
          {method !== '' && <span className={styles.method}>{method} </span>}
          <bdi>{url === '' ? name || 'Trace' : withoutScheme(url)}</bdi>
        </h1>
        <p className={styles.id}>
          <span className={styles.label}>Trace</span> <code>{id}</code>
          <CopyButton text={id} what="the trace id" />
          {parsed && (
            <>
              <abbr className={styles.w3c} title={`As W3C writes it: ${traceIdHex(parsed)}`}>
                W3C
              </abbr>
              <CopyButton text={traceIdHex(parsed)} what="the W3C trace id" />
            </>
          )}
        </p>
      </div>
      <dl className={styles.facts}>
        <Fact name="Response">
          <StatusMark status={state} named />
          {status !== undefined && <span className={styles.status}>{status}</span>}
        </Fact>
        <Fact name="Duration">
          {durationText(duration / 1e6)}
          {responseTime !== undefined && Math.abs(responseTime - duration) >= 1000 && (
            <small>answered after {durationText(responseTime / 1e6)}</small>
          )}
          {overview.inProgress > 0 && <small>{countText(overview.inProgress)} in progress</small>}
        </Fact>
        <Fact name="Started">
          {ageText(start, now)}
          <small className={styles.date}>{dateTimeText(start, zone)}</small>
        </Fact>
        <Fact name="Segments">
          {countText(segments + inferred)}
          <small>
            {counted(services, 'service')}
            {inferred > 0 && `, ${countText(inferred)} inferred`}
          </small>
        </Fact>
        {failed > 0 && (
          <Fact name="Failed">
            <span className={styles.failed}>{counted(failed, 'row')}</span>
          </Fact>
        )}
      </dl>
    </header>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function useNow(): number {
  const [now, setNow] = useState(() => Date.now() / 1000)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() / 1000), 10_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//, '')
}
