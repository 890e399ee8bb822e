import type { SpanVerdict } from '@roentgen/trace'
import styles from './verdict-sign.module.css'

/** Each has a sign and a word: none is told by its colour alone. */
const signs: Readonly<Record<SpanVerdict, string>> = {
  missing: '−',
  new: '+',
  failing: '✕',
  recovered: '✓',
  slower: '▲',
  faster: '▼',
  same: '=',
}

export const verdictWords: Readonly<Record<SpanVerdict, string>> = {
  missing: 'only in A',
  new: 'only in B',
  failing: 'fails in B',
  recovered: 'fails in A',
  slower: 'slower in B',
  faster: 'faster in B',
  same: 'the same',
}

/** What became of a row of A in B. */
export function VerdictSign({ verdict }: { readonly verdict: SpanVerdict }) {
  return (
    <span className={styles.sign} data-verdict={verdict}>
      <span aria-hidden="true" className={styles.picture}>
        {signs[verdict]}
      </span>
      {verdictWords[verdict]}
    </span>
  )
}
