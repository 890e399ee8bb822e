import styles from './waterfall.module.css'

export const hatchStates = ['ok', 'error', 'fault', 'throttle', 'pending'] as const

/** Patterns for what was only inferred; once in the page, for all bars. */
export function Hatches() {
  return (
    <svg className={styles.hatches} width="0" height="0" aria-hidden="true" focusable="false">
      <defs>
        {hatchStates.map((state) => (
          <pattern
            key={state}
            id={`hatch-${state}`}
            data-hatch={state}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <path d="M1.5 0V6" strokeWidth="3" />
          </pattern>
        ))}
      </defs>
    </svg>
  )
}
