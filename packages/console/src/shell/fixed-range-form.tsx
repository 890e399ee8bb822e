import { useState } from 'react'
import controls from '../design/controls.module.css'
import { fieldText, fieldTime, type Zone } from '../format/times.ts'
import { type Range, windowOf } from '../view/range.ts'
import styles from './range-menu.module.css'

interface FixedRangeFormProps {
  readonly range: Range
  readonly zone: Zone
  readonly onChoose: (range: Range) => void
}

/** A stretch between two moments, to the second. */
export function FixedRangeForm({ range, zone, onChoose }: FixedRangeFormProps) {
  const shown = windowOf(range, Date.now() / 1000)
  const [from, setFrom] = useState(fieldText(shown.start, zone))
  const [to, setTo] = useState(fieldText(shown.end, zone))
  const [problem, setProblem] = useState('')
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        const start = fieldTime(from, zone)
        const end = fieldTime(to, zone)
        if (start === undefined || end === undefined) setProblem('Both moments need a date and a time.')
        else if (end <= start) setProblem('The end must lie after the start.')
        else onChoose({ kind: 'fixed', start, end })
      }}
    >
      <label>
        From
        <input
          type="datetime-local"
          step={1}
          className={controls.field}
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
      </label>
      <label>
        To
        <input
          type="datetime-local"
          step={1}
          className={controls.field}
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
      </label>
      {problem !== '' && (
        <p role="alert" className={controls.problem}>
          {problem}
        </p>
      )}
      <button type="submit" className={controls.primary}>
        Show this range
      </button>
    </form>
  )
}
