import { Link } from 'wouter'
import controls from '../design/controls.module.css'
import { CloseIcon } from '../design/icons.tsx'
import { useLink } from '../view/use-view.ts'
import styles from './list-panel.module.css'

/** The two traces that are to be compared, as far as they are marked. */
export function MarkedTraces({
  marked,
  onClear,
}: {
  readonly marked: readonly string[]
  readonly onClear: () => void
}) {
  const link = useLink()
  if (marked.length === 0) return null
  return (
    <span className={styles.marked}>
      {marked.length === 1 ? (
        'Mark another to compare'
      ) : (
        <Link className={`${controls.primary} ${styles.compare}`} href={link(`/compare/traces/${marked.join('/')}`)}>
          Compare 2 traces
        </Link>
      )}
      <button type="button" className={`${controls.icon} ${styles.clear}`} aria-label="Mark none" onClick={onClear}>
        <CloseIcon />
      </button>
    </span>
  )
}
