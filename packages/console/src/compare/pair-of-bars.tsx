import styles from './pair-of-bars.module.css'

/** Two lengths from 0 to 1 over each other: A filled, B hollow. The numbers stand beside them. */
export function PairOfBars({ lengths: [a, b] }: { readonly lengths: readonly [number, number] }) {
  return (
    <span className={styles.pair} aria-hidden="true">
      <span className={styles.a} style={{ width: `${a * 100}%` }} hidden={a === 0} />
      <span className={styles.b} style={{ width: `${b * 100}%` }} hidden={b === 0} />
    </span>
  )
}
