import type { HealthReport } from '@roentgen/api'
import styles from './health-page.module.css'

/** Groups into which no trace is put, and why. Nothing where there are none. */
export function SuspendedGroups({ groups }: { readonly groups: HealthReport['suspendedGroups'] }) {
  if (groups.length === 0) return null
  return (
    <section className={styles.rejected} aria-labelledby="suspended-title">
      <h2 id="suspended-title">Suspended groups</h2>
      <p className={styles.soft}>
        No trace is put into these. UpdateGroup with a filter that can be read, or DeleteGroup, ends it.
      </p>
      <ul className={styles.documents}>
        {groups.map(({ arn, reason }) => (
          <li key={arn} className={styles.document}>
            <p>
              <b>
                <bdi>{groupName(arn)}</bdi>
              </b>{' '}
              <code className={styles.soft}>{arn}</code>
            </p>
            <p>{reason}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** `arn:aws:xray:REGION:ACCOUNT:group/NAME/ID` → `NAME`. */
function groupName(arn: string): string {
  return /:group\/([^/]+)/.exec(arn)?.[1] ?? arn
}
