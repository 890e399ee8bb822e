import { Link } from 'wouter'
import controls from '../design/controls.module.css'
import { Disclosure } from '../design/disclosure.tsx'
import { CheckIcon, ChevronIcon } from '../design/icons.tsx'
import { countText, pointsText, shareText } from '../format/numbers.ts'
import { keyName, keyValueText } from '../format/trace-keys.ts'
import type { ComparedValue } from '../wire/trace-sets.ts'
import { likelierIn, likelihoodText } from './likelihood.ts'
import { PairOfBars } from './pair-of-bars.tsx'
import type { Refine } from './refine.ts'
import { SetBadge } from './set-badge.tsx'
import styles from './value-row.module.css'

interface ValueRowProps {
  readonly value: ComparedValue
  /** Traces of A and of B. */
  readonly totals: readonly [number, number]
  readonly onRefine: (refine: Refine) => void
  /** Addresses of the traces that have it. */
  readonly tracesOf: (filter: string) => { readonly a: string; readonly b: string }
}

const longest = 300

/** A value: its share of each set, the difference, and whether that is more than chance. */
export function ValueRow({ value, totals, onRefine, tracesOf }: ValueRowProps) {
  const { key, shareOfA, shareOfB, difference, filter, a, b } = value
  const text = keyValueText(value)
  const likelier = likelierIn(value)
  return (
    <li className={styles.row} data-sure={value.significant}>
      <div className={styles.value}>
        <span className={styles.key}>{keyName(key)}</span>
        <bdi className={value.value === null ? styles.none : styles.text} title={text.slice(0, 2000)}>
          {text.length > longest ? `${text.slice(0, longest)}…` : text}
        </bdi>
      </div>
      <div className={styles.bars}>
        <PairOfBars lengths={[shareOfA, shareOfB]} />
      </div>
      <p className={styles.share} title={`${countText(a)} traces of A`}>
        <span className={styles.label}>Share of A </span>
        {shareText(shareOfA)}
      </p>
      <p className={styles.share} title={`${countText(b)} traces of B`}>
        <span className={styles.label}>Share of B </span>
        {shareText(shareOfB)}
      </p>
      <p className={styles.delta}>
        <span className={styles.label}>Difference </span>
        {pointsText(difference)}
      </p>
      <p className={styles.verdict}>
        {likelier === undefined ? <span className={styles.open} aria-hidden="true" /> : <CheckIcon />}
        {likelihoodText(value, totals)}
        {likelier !== undefined && (
          <span aria-hidden="true">
            <SetBadge name={likelier} />
          </span>
        )}
      </p>
      <div className={styles.refine}>
        {filter !== null && (
          <Disclosure
            name={`Refine by ${keyName(key)} ${text.slice(0, 100)}`}
            label={
              <>
                Refine
                <ChevronIcon />
              </>
            }
          >
            {(close) => (
              <RefineMenu
                traces={tracesOf(filter)}
                onRefine={(to, how) => {
                  close()
                  onRefine({ to, filter, how })
                }}
              />
            )}
          </Disclosure>
        )}
      </div>
    </li>
  )
}

interface RefineMenuProps {
  readonly traces: { readonly a: string; readonly b: string }
  readonly onRefine: (to: Refine['to'], how: Refine['how']) => void
}

const places = [
  { to: 'A', text: 'A' },
  { to: 'B', text: 'B' },
  { to: 'both', text: 'both' },
] as const

function RefineMenu({ traces, onRefine }: RefineMenuProps) {
  return (
    <div className={styles.menu}>
      {(['include', 'exclude'] as const).map((how) => (
        <fieldset key={how} className={styles.choices}>
          <legend>{how === 'include' ? 'Only traces with it, in' : 'Only traces without it, in'}</legend>
          {places.map(({ to, text }) => (
            <button key={to} type="button" className={controls.secondary} onClick={() => onRefine(to, how)}>
              {text}
            </button>
          ))}
        </fieldset>
      ))}
      <p className={styles.links}>
        View those <Link href={traces.a}>of A</Link>, <Link href={traces.b}>of B</Link>
      </p>
    </div>
  )
}
