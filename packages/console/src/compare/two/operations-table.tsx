import type { ComparedOperation, OperationTime } from '@roentgen/trace'
import { typeText } from '../../format/entity-types.ts'
import { changeText, countText, durationText } from '../../format/numbers.ts'
import styles from './operations-table.module.css'

/** More than anyone reads; what differs most comes first. */
const mostRows = 500

/** Where the time of both traces went, by service and operation. */
export function OperationsTable({ operations }: { readonly operations: readonly ComparedOperation[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section className={styles.scroller} aria-label="Time by service and operation" tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Service</th>
            <th scope="col">Operation</th>
            <th scope="col">Count A, B</th>
            <th scope="col">Own time A</th>
            <th scope="col">Own time B</th>
            <th scope="col">Difference</th>
            <th scope="col">Total difference</th>
          </tr>
        </thead>
        <tbody>
          {operations.slice(0, mostRows).map(({ service, type, operation, a, b, selfDifference, totalDifference }) => (
            <tr key={JSON.stringify([service, type, operation])}>
              <th scope="row">
                <bdi>{service}</bdi>
                {type !== '' && <small>{typeText(type)}</small>}
              </th>
              <td>
                <bdi>{operation === '' ? 'the segment itself' : operation}</bdi>
              </td>
              <td>
                {count(a)}, {count(b)}
              </td>
              <td>{self(a)}</td>
              <td>{self(b)}</td>
              <td className={styles.difference} data-more={selfDifference > 0 ? 'B' : selfDifference < 0 ? 'A' : ''}>
                {changeText(selfDifference / 1e6)}
              </td>
              <td>{changeText(totalDifference / 1e6)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function count(time: OperationTime | undefined): string {
  if (time === undefined) return '–'
  return time.failed > 0 ? `${countText(time.count)} (${countText(time.failed)} failed)` : countText(time.count)
}

function self(time: OperationTime | undefined): string {
  return time === undefined ? '–' : durationText(time.self / 1e6)
}
