import { useState } from 'react'
import controls from '../../design/controls.module.css'
import { CopyButton } from '../../design/copy-button.tsx'
import { LongText } from '../../design/long-text.tsx'
import { counted } from '../../format/numbers.ts'
import { causeOf, exceptionText, type ShownException } from '../exceptions.ts'
import type { Details } from '../trace-reader.ts'
import styles from './details.module.css'
import { Field, Fields } from './fields.tsx'

/** Frames shown before anyone asks for more. */
const mostFrames = 30

/** What was thrown, each exception before the one that caused it. */
export function ExceptionList({ details, go }: { readonly details: Details; readonly go: (key: string) => void }) {
  const cause = causeOf(details.document)
  if (cause === undefined) return null
  const { recorder } = details
  return (
    <>
      {cause.reference !== undefined && (
        <p className={styles.section}>
          The exception <code>{cause.reference}</code>{' '}
          {recorder === undefined ? (
            'is recorded on no segment of this trace.'
          ) : (
            <>
              is recorded on{' '}
              <button type="button" className={controls.plain} onClick={() => go(recorder.key)}>
                <bdi>{recorder.name}</bdi>
              </button>
              .
            </>
          )}
        </p>
      )}
      {cause.workingDirectory !== '' && (
        <Fields>
          <Field name="Working directory">{cause.workingDirectory}</Field>
        </Fields>
      )}
      {cause.exceptions.map((exception, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: ids may be missing, and the list does not change
        <Exception key={at} exception={exception} />
      ))}
    </>
  )
}

function Exception({ exception }: { readonly exception: ShownException }) {
  const [isWhole, setWhole] = useState(false)
  const { type, message, isRemote, stack, truncated, skipped, isCause } = exception
  const frames = isWhole ? stack : stack.slice(0, mostFrames)
  const missing = stack.length - frames.length
  return (
    <section className={styles.exception}>
      {isCause && <p className={styles.causedBy}>Caused by</p>}
      <h3>
        <LongText text={type || 'Exception'} most={200} />
        {isRemote && <small className={styles.remote}>remote</small>}
        <CopyButton text={() => exceptionText(exception)} what="the exception" />
      </h3>
      <p className={styles.message}>
        <LongText text={message} />
      </p>
      {frames.length > 0 && (
        <ol className={styles.stack}>
          {frames.map(({ label, place }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a recursion has the same frame twice
            <li key={at}>
              <bdi className={styles.label}>{label || '?'}</bdi>
              {place !== '' && <bdi className={styles.place}> ({place})</bdi>}
            </li>
          ))}
        </ol>
      )}
      {missing > 0 && (
        <button type="button" className={controls.plain} onClick={() => setWhole(true)}>
          {counted(missing, 'more frame')}
        </button>
      )}
      {truncated > 0 && <p className={styles.note}>{counted(truncated, 'frame')} left out by the sender</p>}
      {skipped > 0 && <p className={styles.note}>{counted(skipped, 'exception')} left out by the sender</p>}
    </section>
  )
}
