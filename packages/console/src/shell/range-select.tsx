import { spanText } from '../format/times.ts'
import { lastSeconds, parseRange, printRange } from '../view/range.ts'
import { useView } from '../view/use-view.ts'
import styles from './controls.module.css'

export function RangeSelect() {
  const { range, change } = useView()
  const value = printRange(range)
  const options = lastSeconds.map((seconds) => ({
    value: printRange({ kind: 'last', seconds }),
    name: `Last ${spanText(seconds)}`,
  }))
  const known = options.some((option) => option.value === value)
  return (
    <select
      aria-label="Time range"
      className={styles.field}
      value={value}
      onChange={(event) => {
        const next = parseRange(event.target.value)
        if (next) change({ range: next })
      }}
    >
      {!known && <option value={value}>{range.kind === 'last' ? `Last ${spanText(range.seconds)}` : value}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.name}
        </option>
      ))}
    </select>
  )
}
