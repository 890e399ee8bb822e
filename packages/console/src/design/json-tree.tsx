import { isObject, type JsonValue } from '@roentgen/trace'
import { useState } from 'react'
import { counted, countText } from '../format/numbers.ts'
import styles from './json-tree.module.css'
import { LongText } from './long-text.tsx'

/** Open from the start. */
const openDepth = 2
const mostAtOnce = 100

/** A JSON value whose objects and arrays open and close. What is closed is not in the page. */
export function JsonTree({ value, depth }: { readonly value: JsonValue; readonly depth: number }) {
  const [most, setMost] = useState(mostAtOnce)
  if (!isContainer(value)) return <Scalar value={value} />
  const entries = Array.isArray(value)
    ? (value as readonly JsonValue[]).map((one, at) => [String(at), one] as const)
    : Object.entries(value).map(([key, one]) => [key, one ?? null] as const)
  return (
    <ul className={styles.tree}>
      {entries.slice(0, most).map(([key, one]) => (
        <li key={key}>
          <Entry name={key} value={one} depth={depth} />
        </li>
      ))}
      {entries.length > most && (
        <li>
          <button type="button" className={styles.more} onClick={() => setMost(most * 10)}>
            {countText(entries.length - most)} more
          </button>
        </li>
      )}
    </ul>
  )
}

function Entry({ name, value, depth }: { readonly name: string; readonly value: JsonValue; readonly depth: number }) {
  const [isOpen, setOpen] = useState(depth < openDepth)
  const key = <span className={styles.key}>{name.length > 200 ? `${name.slice(0, 200)}…` : name}</span>
  if (!isContainer(value))
    return (
      <>
        {key} <Scalar value={value} />
      </>
    )
  const size = Array.isArray(value) ? counted(value.length, 'item') : counted(Object.keys(value).length, 'field')
  return (
    <>
      <button type="button" className={styles.toggle} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
          <path d={isOpen ? 'M1.5 3 5 7l3.5-4z' : 'M3 1.5 7 5 3 8.5z'} fill="currentColor" />
        </svg>
        {key} <span className={styles.size}>{size}</span>
      </button>
      {isOpen && <JsonTree value={value} depth={depth + 1} />}
    </>
  )
}

function Scalar({ value }: { readonly value: JsonValue }) {
  return (
    <span className={styles.value} data-type={value === null ? 'null' : typeof value}>
      {typeof value === 'string' ? <LongText text={value} /> : String(value)}
    </span>
  )
}

function isContainer(value: JsonValue): value is Exclude<JsonValue, null | boolean | number | string> {
  return isObject(value) || Array.isArray(value)
}
