import { isObject, type JsonValue } from '@roentgen/trace'
import { Link } from 'wouter'
import { CopyButton } from '../../design/copy-button.tsx'
import { LongText } from '../../design/long-text.tsx'
import { rangeWith } from '../../view/range.ts'
import { useLink, useView } from '../../view/use-view.ts'
import { annotationFilter } from '../annotation-filter.ts'
import styles from './details.module.css'

interface AnnotationListProps {
  readonly annotations: JsonValue | undefined
  /** Of the trace, seconds since the epoch. */
  readonly start: number
}

/** Every annotation leads to the traces that have it too, in a range that has this one. */
export function AnnotationList({ annotations, start }: AnnotationListProps) {
  const link = useLink()
  const { range } = useView()
  if (!isObject(annotations)) return null
  return (
    <ul className={styles.annotations}>
      {Object.entries(annotations).map(([key, value]) => {
        const filter = isScalar(value) ? annotationFilter(key, value) : undefined
        return (
          <li key={key}>
            <p className={styles.key}>
              <LongText text={key} most={200} />
            </p>
            <div className={styles.value}>
              <LongText text={isScalar(value) ? String(value) : JSON.stringify(value)} />
              <CopyButton text={String(value)} what={`the value of ${key.slice(0, 100)}`} />
            </div>
            {filter !== undefined && (
              <Link
                href={link('/traces', { filter, range: rangeWith(range, start, Date.now() / 1000) })}
                className={styles.find}
              >
                Find traces with this
                <span className="unseen">: {filter.slice(0, 200)}</span>
              </Link>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function isScalar(value: JsonValue | undefined): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
