import { isObject, type JsonValue } from '@roentgen/trace'
import { CopyButton } from '../../design/copy-button.tsx'
import styles from './details.module.css'
import { Fields, SentField } from './fields.tsx'

export function SqlFields({ sql }: { readonly sql: JsonValue | undefined }) {
  if (!isObject(sql)) return null
  const { sanitized_query: query, ...others } = sql
  return (
    <>
      {typeof query === 'string' && (
        <section className={styles.section}>
          <h3>
            Query <CopyButton text={query} what="the query" />
          </h3>
          <pre className={styles.code}>{query}</pre>
        </section>
      )}
      <Fields>
        {Object.entries(others).map(([key, value]) => (
          <SentField key={key} of={key} value={value} />
        ))}
      </Fields>
    </>
  )
}
