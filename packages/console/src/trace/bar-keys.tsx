import styles from './waterfall.module.css'

const keys = [
  { key: 'own', what: 'at work itself' },
  { key: 'waiting', what: 'waiting for what is below or called' },
  { key: 'inferred', what: 'inferred: sent nothing itself' },
  { key: 'pending', what: 'in progress' },
  { key: 'path', what: 'critical path' },
] as const

/** What the bars mean. */
export function BarKeys() {
  return (
    <ul className={styles.keys} aria-label="What the bars mean">
      {keys.map(({ key, what }) => (
        <li key={key}>
          <svg width="22" height="12" aria-hidden="true" focusable="false">
            <rect
              data-key={key}
              x="0.5"
              y={key === 'path' ? 4.5 : 1}
              width="21"
              height={key === 'path' ? 3 : 10}
              rx={key === 'path' ? 0 : 2}
              {...(key === 'inferred' && { fill: 'url(#hatch-ok)' })}
            />
          </svg>
          {what}
        </li>
      ))}
    </ul>
  )
}
