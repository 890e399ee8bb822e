import controls from '../design/controls.module.css'
import { useTitle } from '../view/use-title.ts'
import { FileChoice } from './file-choice.tsx'
import styles from './open-file.module.css'
import { useFileDrop } from './use-file-drop.ts'

/** Takes a file of documents: by the button, or dropped. */
export function OpenFile({ open }: { readonly open: (file: File) => void }) {
  const drop = useFileDrop(open)
  useTitle('Open a file')
  return (
    <section className={styles.place} aria-label="Open a file of documents" {...drop}>
      <h1>Open a file of documents</h1>
      <p>
        Segment documents as people keep them: what a trace’s <em>Raw data</em> or <code>roentgen trace --json</code>{' '}
        gave, an answer of BatchGetTraces, an array, or a document a line. The trace is put together in this browser;
        nothing is sent.
      </p>
      <FileChoice className={`${controls.primary} ${styles.choose}`} open={open}>
        Choose a file…
      </FileChoice>
      <p className={styles.or}>or drop one here</p>
    </section>
  )
}
