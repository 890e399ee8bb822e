import type { ReactNode } from 'react'
import { Link } from 'wouter'
import controls from '../design/controls.module.css'
import { CloseIcon } from '../design/icons.tsx'
import { counted, shareText } from '../format/numbers.ts'
import styles from './brushed.module.css'

interface BrushedProps {
  /** What is to be done to brush. */
  readonly hint: string
  /** undefined: nothing was brushed. */
  readonly selection:
    | {
        readonly text: string
        readonly count: number
        readonly all: number
        readonly compare: { readonly href: string; readonly text: string }
      }
    | undefined
  readonly apply: ReactNode
  readonly onApply: () => void
  readonly onClear: () => void
}

/** What was brushed in a chart, and what can be done with it. As high with it as without. */
export function Brushed({ hint, selection, apply, onApply, onClear }: BrushedProps) {
  return (
    <div className={styles.brushed}>
      <p role="status">
        {selection === undefined ? (
          hint
        ) : (
          <>
            <strong>{selection.text}</strong> · {counted(selection.count, 'trace')},{' '}
            {shareText(selection.count / Math.max(1, selection.all))}
          </>
        )}
      </p>
      {selection !== undefined && (
        <div className={styles.actions}>
          <button type="button" className={`${controls.primary} ${styles.apply}`} onClick={onApply}>
            {apply}
          </button>
          <Link className={styles.compare} href={selection.compare.href}>
            {selection.compare.text}
          </Link>
          <button
            type="button"
            className={`${controls.icon} ${styles.clear}`}
            aria-label="Select nothing"
            onClick={onClear}
          >
            <CloseIcon />
          </button>
        </div>
      )}
    </div>
  )
}
