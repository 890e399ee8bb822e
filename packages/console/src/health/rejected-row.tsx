import type { Rejected } from '@roentgen/api'
import { parseTraceId } from '@roentgen/trace'
import { Link } from 'wouter'
import { CopyButton } from '../design/copy-button.tsx'
import { dateTimeText } from '../format/times.ts'
import { useLink } from '../view/use-view.ts'
import { useZone } from '../view/zone.ts'
import styles from './health-page.module.css'

const sources = { udp: 'UDP', http: 'HTTP', loader: 'store' } as const

/** One document that was not accepted: when, from where, why, and how it begins. */
export function RejectedRow({ document }: { readonly document: Rejected }) {
  const { zone } = useZone()
  const link = useLink()
  const { time, source, code, reason, id, traceId, excerpt } = document
  const trace = traceId === undefined ? undefined : parseTraceId(traceId)
  return (
    <li className={styles.document}>
      <p className={styles.soft}>
        <time dateTime={new Date(time * 1000).toISOString()}>{dateTimeText(time, zone, true)}</time> · {sources[source]}{' '}
        · <code>{code}</code>
        {id !== undefined && (
          <>
            {' '}
            · segment <code>{id}</code>
          </>
        )}
        {trace !== undefined && (
          <>
            {' '}
            · <Link href={link(`/traces/${trace}`)}>its trace</Link>
          </>
        )}
      </p>
      <p>{reason}</p>
      {excerpt !== '' && (
        <details>
          <summary>How it begins</summary>
          <div className={styles.excerpt}>
            <pre>{excerpt}</pre>
            <CopyButton text={excerpt} what="the excerpt" />
          </div>
        </details>
      )}
    </li>
  )
}
