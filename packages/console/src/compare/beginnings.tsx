import controls from '../design/controls.module.css'
import styles from './beginnings.module.css'
import type { ComparedSet } from './compare-link.ts'
import { againstTheRest } from './compare-link.ts'
import type { Sets } from './refine.ts'

interface BeginningsProps {
  readonly set: ComparedSet
  readonly onChoose: (sets: Sets) => void
  readonly onTimeBefore: () => void
}

/** Where both sets are the same: what people compare first. */
export function Beginnings({ set, onChoose, onTimeBefore }: BeginningsProps) {
  const rest = (part: string) => () => onChoose(againstTheRest(set.filter, part, set.range))
  return (
    <section className={styles.beginnings} aria-labelledby="beginnings">
      <h2 id="beginnings">A and B are the same traces. What do you want to tell apart?</h2>
      <div className={styles.choices}>
        <button type="button" className={controls.secondary} onClick={rest('fault')}>
          Failing requests from the rest
        </button>
        <button type="button" className={controls.secondary} onClick={rest('responsetime > 1')}>
          Slower than a second from the rest
        </button>
        <button type="button" className={controls.secondary} onClick={rest('error OR throttle')}>
          Refused requests from the rest
        </button>
        <button type="button" className={controls.secondary} onClick={onTimeBefore}>
          This period from the one before
        </button>
      </div>
      <p className={styles.soft}>
        Or write a filter for each above, or drag across the response times of <em>Traces</em>.
      </p>
    </section>
  )
}
