import { type DragEvent, useState } from 'react'
import controls from '../design/controls.module.css'
import { useTitle } from '../view/use-title.ts'
import { documentFiles } from './handed-file.ts'
import styles from './open-file.module.css'

/** Takes a file of documents: by the button, or dropped. */
export function OpenFile({ open }: { readonly open: (file: File) => void }) {
  const [isOver, setOver] = useState(false)
  useTitle('Open a file')
  const dragged = (event: DragEvent, isInside: boolean) => {
    event.preventDefault()
    setOver(isInside)
  }
  return (
    <section
      className={styles.place}
      aria-label="Open a file of documents"
      data-over={isOver}
      onDragOver={(event) => dragged(event, true)}
      onDragLeave={(event) => dragged(event, false)}
      onDrop={(event) => {
        dragged(event, false)
        const [file] = event.dataTransfer.files
        if (file !== undefined) open(file)
      }}
    >
      <h1>Open a file of documents</h1>
      <p>
        Segment documents as people keep them: what a trace’s <em>Raw data</em> or <code>roentgen trace --json</code>{' '}
        gave, an answer of BatchGetTraces, an array, or a document a line. The trace is put together in this browser;
        nothing is sent.
      </p>
      <label className={`${controls.primary} ${styles.choose}`}>
        Choose a file…
        <input
          type="file"
          className="unseen"
          accept={documentFiles}
          onChange={({ target }) => target.files?.[0] && open(target.files[0])}
        />
      </label>
      <p className={styles.or}>or drop one here</p>
    </section>
  )
}
