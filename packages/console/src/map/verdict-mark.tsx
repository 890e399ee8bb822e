import type { Verdict } from './comparison.ts'
import styles from './verdict-mark.module.css'

/** Each has a sign of its own: none is told by its colour alone. */
const signs: Readonly<Record<Verdict, string>> = {
  new: '+',
  gone: '−',
  'failing more': '!',
  slower: '▲',
  better: '▼',
  same: '=',
  'too few': '?',
}

/** At a node of the map: what changed against the period before. Nothing where nothing did. */
export function VerdictBadge({ verdict, x, y }: { readonly verdict: Verdict; readonly x: number; readonly y: number }) {
  if (verdict === 'same') return null
  return (
    <g className={`${styles.badge} ${styles[classOf(verdict)]}`}>
      <circle cx={x} cy={y} r="11" />
      <text x={x} y={y + 4.5}>
        {signs[verdict]}
      </text>
    </g>
  )
}

/** In a text or a table. */
export function VerdictMark({ verdict }: { readonly verdict: Verdict }) {
  return (
    <span className={`${styles.mark} ${styles[classOf(verdict)]}`}>
      <span aria-hidden="true">{signs[verdict]}</span> {verdict}
    </span>
  )
}

function classOf(verdict: Verdict): 'worse' | 'slower' | 'better' | 'news' | 'quiet' {
  switch (verdict) {
    case 'failing more':
      return 'worse'
    case 'slower':
      return 'slower'
    case 'better':
      return 'better'
    case 'new':
    case 'gone':
      return 'news'
    case 'same':
    case 'too few':
      return 'quiet'
  }
}
