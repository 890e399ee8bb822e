import type { TraceFigures } from '@roentgen/api'
import { figureRows } from './figure-rows.ts'
import styles from './figures-table.module.css'
import { PairOfBars } from './pair-of-bars.tsx'
import { SetBadge } from './set-badge.tsx'

/** Figures of both sets side by side, and how A differs. */
export function FiguresTable({ a, b }: { readonly a: TraceFigures; readonly b: TraceFigures }) {
  return (
    <table className={styles.table}>
      <caption className="unseen">Figures of both sets</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">
            <SetBadge name="A" />
          </th>
          <th scope="col">
            <SetBadge name="B" />
          </th>
          <th scope="col" className={styles.change}>
            A is
          </th>
        </tr>
      </thead>
      <tbody>
        {figureRows(a, b).map(({ name, a: ofA, b: ofB, change, lengths }) => (
          <tr key={name}>
            <th scope="row">
              {name}
              <PairOfBars lengths={lengths} />
            </th>
            <td>{ofA}</td>
            <td>{ofB}</td>
            <td className={styles.change}>{change}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
