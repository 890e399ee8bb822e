import { useState } from 'react'
import { StatusMark } from '../design/status-mark.tsx'
import type { Verdict } from './comparison.ts'
import { comparisonRule } from './comparison.ts'
import styles from './legend.module.css'
import { states } from './ring.ts'
import { VerdictMark } from './verdict-mark.tsx'

const meanings = {
  ok: 'answered well',
  error: 'the client was wrong: 4xx',
  fault: 'the service failed: 5xx',
  throttle: 'too many requests: 429',
} as const

const verdicts: readonly Verdict[] = ['failing more', 'slower', 'better', 'new', 'gone', 'too few']

/** What the signs of the map mean. */
export function Legend({ isComparing }: { readonly isComparing: boolean }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <section className={styles.legend} aria-label="Legend">
      <button type="button" data-covers-map="" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        Legend
      </button>
      {isOpen && (
        <div className={styles.body}>
          <ul>
            {states.toReversed().map((state) => (
              <li key={state}>
                <StatusMark status={state} named /> <span>{meanings[state]}</span>
              </li>
            ))}
          </ul>
          <p>
            The ring shows the share of each. Inside: average response time and traces a minute, as the service itself
            measured them.
          </p>
          <p>A dashed line around a node: known from its callers alone.</p>
          <p>
            The wider a line, the more calls. A coloured line: one call in twenty or more ended so. Dashed: linked
            traces.
          </p>
          {isComparing && (
            <>
              <ul>
                {verdicts.map((verdict) => (
                  <li key={verdict}>
                    <VerdictMark verdict={verdict} />
                  </li>
                ))}
              </ul>
              <p>{comparisonRule}</p>
            </>
          )}
        </div>
      )}
    </section>
  )
}
