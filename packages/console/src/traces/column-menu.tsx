import type { TraceSetQuestion } from '@roentgen/api'
import { useState } from 'react'
import controls from '../design/controls.module.css'
import { Disclosure } from '../design/disclosure.tsx'
import { ColumnsIcon } from '../design/icons.tsx'
import styles from './column-menu.module.css'
import { columnsOf, knownColumns } from './columns.ts'
import { useAnnotationKeys } from './use-annotation-keys.ts'
import { useSettled } from './use-settled.ts'

interface ColumnMenuProps {
  readonly set: TraceSetQuestion
  readonly ids: readonly string[]
  /** undefined: the usual ones. */
  readonly onChoose: (ids: readonly string[] | undefined) => void
}

/** Which columns the list has. */
export function ColumnMenu(props: ColumnMenuProps) {
  return (
    <Disclosure
      name="Columns"
      className={styles.button}
      label={
        <>
          <ColumnsIcon />
          <span className={styles.word}>Columns</span>
        </>
      }
    >
      {() => <ColumnList {...props} />}
    </Disclosure>
  )
}

function ColumnList({ set, ids, onChoose }: ColumnMenuProps) {
  const [sought, setSought] = useState('')
  const { data: annotations = [] } = useAnnotationKeys(set, useSettled(sought.trim()))
  const text = sought.trim().toLowerCase()
  const fits = ({ name }: { readonly name: string }) => name.toLowerCase().includes(text)
  // What is shown can be taken away although no trace of this set has it.
  const keys = new Set([
    ...ids.filter((id) => id.startsWith('annotation[')),
    ...annotations.map(({ value }) => `annotation[${value}]`),
  ])
  const toggle = (id: string) =>
    onChoose(ids.includes(id) ? ids.filter((other) => other !== id) : [...columnsOf(ids).map((one) => one.id), id])
  const box = (id: string, name: string) => (
    <label key={id} className={styles.item}>
      <input type="checkbox" checked={ids.includes(id)} onChange={() => toggle(id)} />
      <bdi>{name.slice(0, 120)}</bdi>
    </label>
  )
  return (
    <div className={styles.panel}>
      <input
        type="search"
        className={controls.field}
        aria-label="Find a column"
        placeholder="Find a column"
        value={sought}
        onChange={({ target }) => setSought(target.value)}
      />
      <div className={styles.list}>
        <fieldset className={styles.part}>
          <legend>Columns</legend>
          {knownColumns.filter((column) => column.id !== 'id' && fits(column)).map(({ id, name }) => box(id, name))}
        </fieldset>
        <fieldset className={styles.part}>
          <legend>Annotations</legend>
          {columnsOf([...keys])
            .filter((column) => column.id !== 'id' && fits(column))
            .map(({ id, name }) => box(id, name))}
          {keys.size === 0 && <p className={styles.none}>None here.</p>}
        </fieldset>
      </div>
      <button type="button" className={controls.secondary} onClick={() => onChoose(undefined)}>
        As at first
      </button>
    </div>
  )
}
