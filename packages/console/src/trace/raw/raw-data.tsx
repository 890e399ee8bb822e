import type { JsonObject, JsonValue } from '@roentgen/trace'
import { useEffect, useMemo, useState } from 'react'
import controls from '../../design/controls.module.css'
import { CopyButton } from '../../design/copy-button.tsx'
import { Failure } from '../../design/states.tsx'
import { counted } from '../../format/numbers.ts'
import type { Problem } from '../../wire/problem.ts'
import { FileChoice } from '../file-choice.tsx'
import type { Reading } from '../reading.ts'
import type { Picture } from '../trace-reader.ts'
import { useFileDrop } from '../use-file-drop.ts'
import { JsonLines } from './json-lines.tsx'
import styles from './raw-data.module.css'
import { saveJson } from './save-json.ts'

/** The documents of the trace, to look at, to keep, and to open again. */
export function RawData({
  id,
  picture,
  reading,
  isStored,
  open,
}: {
  readonly id: string
  readonly picture: Picture
  readonly reading: Reading
  readonly isStored: boolean
  readonly open: (file: File) => void
}) {
  const [form, setForm] = useState<'processed' | 'received'>('processed')
  const { documents, problem } = useDocuments(reading, picture, form)
  const drop = useFileDrop(open)
  const whole = useMemo<JsonObject>(
    () => ({ Id: id, Duration: picture.overview.duration / 1e6, Segments: documents ?? [] }),
    [id, picture, documents],
  )
  return (
    <section className={styles.raw} aria-label="Raw data" {...drop}>
      <div className={controls.bar}>
        <fieldset className={styles.choice}>
          <legend className="unseen">Form of the documents</legend>
          {(['processed', 'received'] as const).map((one) => (
            <label key={one}>
              <input type="radio" name="form" checked={form === one} onChange={() => setForm(one)} />
              {one === 'processed' ? 'As processed' : 'As received'}
            </label>
          ))}
        </fieldset>
        <span className={styles.count}>{documents && counted(documents.length, 'document')}</span>
        <button
          type="button"
          className={`${controls.compact} ${styles.button}`}
          disabled={documents === undefined}
          onClick={() => saveJson(`trace-${id}${form === 'received' ? '-received' : ''}.json`, whole)}
        >
          Download
        </button>
        <CopyButton text={() => JSON.stringify(whole, null, 2)} what="the documents" />
        <FileChoice className={`${controls.compact} ${styles.button}`} open={open}>
          Open a file…
        </FileChoice>
        <span className={styles.hint}>
          {isStored ? 'or drop one here: it is put together in this browser' : 'From a file'}
        </span>
      </div>
      {problem !== undefined ? (
        <Failure error={problem} />
      ) : documents === undefined ? (
        <p className={styles.hint}>Loading the documents…</p>
      ) : (
        <JsonLines documents={documents} />
      )}
    </section>
  )
}

function useDocuments(
  reading: Reading,
  picture: Picture,
  form: 'processed' | 'received',
): { readonly documents: readonly JsonValue[] | undefined; readonly problem: Problem | undefined } {
  const [documents, setDocuments] = useState<readonly JsonValue[]>()
  const [problem, setProblem] = useState<Problem>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a trace that was read again has other documents
  useEffect(() => {
    let isOver = false
    setDocuments(undefined)
    setProblem(undefined)
    const answer: Promise<readonly JsonValue[]> = reading.ask(
      form === 'processed' ? 'documents' : 'received',
      undefined,
    )
    answer.then(
      (found) => isOver || setDocuments(found),
      (refused: Problem) => isOver || setProblem(refused),
    )
    return () => {
      isOver = true
    }
  }, [reading, picture, form])
  return { documents, problem }
}
