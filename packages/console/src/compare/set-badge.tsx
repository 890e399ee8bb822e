import styles from './set-badge.module.css'

export type SetName = 'A' | 'B'

/** A or B, by its letter, and by filling as well as colour. */
export function SetBadge({ name }: { readonly name: SetName }) {
  return (
    <span className={styles.badge} data-set={name}>
      {name}
    </span>
  )
}
