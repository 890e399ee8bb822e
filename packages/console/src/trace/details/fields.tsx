import type { JsonValue } from '@roentgen/trace'
import type { ReactNode } from 'react'
import { LongText } from '../../design/long-text.tsx'
import { humanise } from '../humanise.ts'
import styles from './details.module.css'

/** Names and values below each other. */
export function Fields({ title, children }: { readonly title?: string; readonly children: ReactNode }) {
  return (
    <section className={styles.section}>
      {title !== undefined && <h3>{title}</h3>}
      <dl className={styles.fields}>{children}</dl>
    </section>
  )
}

/** Nothing where there is no value. */
export function Field({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  if (children === undefined || children === null || children === '') return null
  return (
    <div className={styles.field}>
      <dt>{name}</dt>
      <dd>{typeof children === 'string' ? <LongText text={children} /> : children}</dd>
    </div>
  )
}

/** A field of a document under its key in words. */
export function SentField({ of, value }: { readonly of: string; readonly value: JsonValue | undefined }) {
  const text = sentText(value)
  return <Field name={humanise(of)}>{text}</Field>
}

function sentText(value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null) return undefined
  if (Array.isArray(value)) return value.map((one: JsonValue) => sentText(one) ?? '').join('\n')
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value)
}
