import { useState } from 'react'
import controls from '../design/controls.module.css'
import { Empty } from '../design/states.tsx'
import { counted, countText } from '../format/numbers.ts'
import { keyName } from '../format/trace-keys.ts'
import { useView } from '../view/use-view.ts'
import type { Comparison } from '../wire/trace-sets.ts'
import type { Refine } from './refine.ts'
import styles from './value-list.module.css'
import { ValueRow } from './value-row.tsx'
import { chosenValues, keysOf, type ValueOrder, valueOrders } from './value-rows.ts'

/** Rows at first, and more each time that they are asked for. */
const pageOfRows = 25

const orderNames: Readonly<Record<ValueOrder, string>> = {
  surest: 'Surest difference',
  difference: 'Largest difference',
  a: 'Share of A',
  b: 'Share of B',
}

interface ValueListProps {
  readonly comparison: Comparison
  readonly onRefine: (refine: Refine) => void
  readonly tracesOf: (filter: string) => { readonly a: string; readonly b: string }
  /** Asks for more values of each key; undefined: there are no more to be asked for. */
  readonly onMore: (() => void) | undefined
}

/** The values that tell the sets apart, the surest difference first. */
export function ValueList({ comparison, onRefine, tracesOf, onMore }: ValueListProps) {
  const { parameter, setParameters } = useView()
  const [shownRows, setShownRows] = useState(pageOfRows)
  const { values, compared } = comparison
  const sure = values.filter(({ significant }) => significant).length
  const order = valueOrders.find((one) => one === parameter('order')) ?? 'surest'
  const key = parameter('key') ?? ''
  const sought = parameter('find') ?? ''
  // Of sets that nothing tells apart there is no such choice, whatever was chosen of others.
  const onlySure = sure > 0 && parameter('sure') === 'yes'
  const keys = keysOf(values)
  const rows = chosenValues(values, { order, key, sought, onlySure })
  const set = (name: string) => (value: string) => setParameters({ [name]: value }, { replace: true })
  return (
    <section className={styles.section} aria-label="What tells them apart">
      <header className={styles.head}>
        <h2>What tells them apart</h2>
        <p className={styles.soft} role="status">
          {counted(compared, 'value was', 'values were')} compared;{' '}
          {sure === 0 ? 'none differs for sure' : `${countText(sure)} ${sure === 1 ? 'differs' : 'differ'} for sure`}
        </p>
      </header>
      {sure === 0 && <NothingTells compared={compared} />}
      <div className={styles.controls}>
        <label>
          Find
          <input
            type="search"
            value={sought}
            placeholder="a value or a key"
            onChange={({ target }) => set('find')(target.value)}
          />
        </label>
        <label>
          Key
          <select value={key} onChange={({ target }) => set('key')(target.value)}>
            <option value="">All keys</option>
            {key !== '' && !keys.some((one) => one.key === key) && (
              <option value={key}>{keyName(key).slice(0, 80)}</option>
            )}
            {keys.map((one) => (
              <option key={one.key} value={one.key}>
                {keyName(one.key).slice(0, 80)}
                {one.sure > 0 ? ` (${countText(one.sure)} differ)` : ''}
              </option>
            ))}
          </select>
        </label>
        <label>
          Order
          <select value={order} onChange={({ target }) => set('order')(target.value === 'surest' ? '' : target.value)}>
            {valueOrders.map((one) => (
              <option key={one} value={one}>
                {orderNames[one]}
              </option>
            ))}
          </select>
        </label>
        {sure > 0 && (
          <label className={styles.tick}>
            <input
              type="checkbox"
              checked={onlySure}
              onChange={({ target }) => set('sure')(target.checked ? 'yes' : '')}
            />
            Only what differs for sure
          </label>
        )}
      </div>
      <div className={styles.columns} aria-hidden="true">
        <span>Value</span>
        <span />
        <span className={styles.number}>Of A</span>
        <span className={styles.number}>Of B</span>
        <span className={styles.number}>Difference</span>
        <span>Likelihood</span>
        <span />
      </div>
      <ol className={styles.rows}>
        {rows.slice(0, shownRows).map((value) => (
          <ValueRow
            key={`${value.key} ${typeof value.value} ${value.value} ${value.type ?? ''}`}
            value={value}
            totals={[comparison.a.count, comparison.b.count]}
            onRefine={onRefine}
            tracesOf={tracesOf}
          />
        ))}
      </ol>
      {rows.length === 0 && <p className={styles.none}>No value is like that.</p>}
      <footer className={styles.foot}>
        {rows.length > shownRows && (
          <button type="button" className={controls.secondary} onClick={() => setShownRows(shownRows + pageOfRows)}>
            Show {Math.min(pageOfRows, rows.length - shownRows)} more
          </button>
        )}
        {onMore !== undefined && (
          <button type="button" className={controls.plain} onClick={onMore}>
            Ask for more values of each key
          </button>
        )}
      </footer>
    </section>
  )
}

function NothingTells({ compared }: { readonly compared: number }) {
  return (
    <div className={styles.nothing}>
      <Empty title="Nothing tells them apart">
        <p>
          {compared === 0
            ? 'No value is in five traces or more. With a longer time range there is more to compare.'
            : 'Every difference below may be chance. With more traces, or sets that differ more, there may be something to see.'}
        </p>
      </Empty>
    </div>
  )
}
