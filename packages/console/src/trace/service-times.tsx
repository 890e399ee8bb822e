import type { OperationTime } from '@roentgen/trace'
import { useEffect, useState } from 'react'
import { typeText } from '../format/entity-types.ts'
import { countText, durationText, shareText } from '../format/numbers.ts'
import type { Reading } from './reading.ts'
import styles from './service-times.module.css'
import type { Picture } from './trace-reader.ts'

type Column = 'count' | 'failed' | 'total' | 'self' | 'critical'

const columns: readonly { readonly column: Column; readonly name: string; readonly why: string }[] = [
  { column: 'count', name: 'Count', why: 'How often' },
  { column: 'failed', name: 'Failed', why: 'Errors, faults and throttles' },
  { column: 'total', name: 'Total', why: 'Sum of durations; of parallel work more than passed' },
  { column: 'self', name: 'Self', why: 'Time in which nothing below was running' },
  { column: 'critical', name: 'Waited for', why: 'Time on the critical path' },
]

/** Where the trace's time went, by service and operation. */
export function ServiceTimes({ picture, reading }: { readonly picture: Picture; readonly reading: Reading }) {
  const [times, setTimes] = useState<readonly OperationTime[]>([])
  const [by, setBy] = useState<Column>('self')
  // biome-ignore lint/correctness/useExhaustiveDependencies: a trace that was read again has other times
  useEffect(() => {
    let isOver = false
    reading
      .ask('operations', undefined)
      .then((answer) => isOver || setTimes(answer))
      .catch(() => undefined)
    return () => {
      isOver = true
    }
  }, [reading, picture])
  const sorted = times.toSorted((a, b) => b[by] - a[by])
  const whole = Math.max(1, picture.overview.responseTime ?? picture.overview.duration)
  const selfSum = Math.max(
    1,
    times.reduce((sum, { self }) => sum + self, 0),
  )
  return (
    <section className={styles.scroller} aria-label="Time by service">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Service</th>
            <th scope="col">Operation</th>
            {columns.map(({ column, name, why }) => (
              <th
                key={column}
                scope="col"
                className={styles.number}
                aria-sort={by === column ? 'descending' : undefined}
              >
                <button type="button" title={why} onClick={() => setBy(column)}>
                  {name}
                  {by === column && <span aria-hidden="true"> ↓</span>}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, 500).map((time) => {
            const { service, type, operation, count, failed, total, self, critical } = time
            return (
              <tr key={JSON.stringify([service, type, operation])}>
                <th scope="row">
                  <bdi>{service}</bdi>
                  {type !== '' && <small>{typeText(type)}</small>}
                </th>
                <td>
                  {operation === '' ? <span className={styles.own}>the service itself</span> : <bdi>{operation}</bdi>}
                </td>
                <td className={styles.number}>{countText(count)}</td>
                <td className={styles.number} data-failed={failed > 0}>
                  {failed > 0 ? countText(failed) : '–'}
                </td>
                <td className={styles.number}>{durationText(total / 1e6)}</td>
                <td className={styles.number}>
                  {durationText(self / 1e6)}
                  <meter
                    min={0}
                    max={1}
                    value={self / selfSum}
                    aria-label={`${shareText(self / selfSum)} of all self time`}
                  />
                </td>
                <td className={styles.number}>
                  {critical > 0 ? `${durationText(critical / 1e6)}, ${shareText(critical / whole)}` : '–'}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {sorted.length > 500 && <p className={styles.own}>{countText(sorted.length - 500)} more operations</p>}
    </section>
  )
}
