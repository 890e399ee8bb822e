import { useRef } from 'react'
import { useLocation } from 'wouter'
import controls from '../design/controls.module.css'
import { ChartIcon, FileIcon } from '../design/icons.tsx'
import { documentFiles, fileId, handOver } from '../trace/handed-file.ts'
import { useLink } from '../view/use-view.ts'
import styles from './page-actions.module.css'
import type { Overview } from './use-overview.ts'

/** What can be done besides asking. */
export function PageActions({ overview }: { readonly overview: Overview }) {
  const [, navigate] = useLocation()
  const link = useLink()
  const file = useRef<HTMLInputElement>(null)
  const toggle = overview.isShown ? 'Hide overview' : 'Show overview'
  return (
    <div className={styles.actions}>
      <button
        type="button"
        className={`${controls.compact} ${styles.button}`}
        title={`${toggle}: groups and charts`}
        onClick={() => overview.show(!overview.isShown)}
      >
        <ChartIcon />
        <span className={styles.word}>{toggle}</span>
      </button>
      <button
        type="button"
        className={`${controls.compact} ${styles.button}`}
        title="Open a file of documents"
        onClick={() => file.current?.click()}
      >
        <FileIcon />
        <span className={styles.word}>Open a file…</span>
      </button>
      <input
        ref={file}
        type="file"
        hidden
        aria-label="File of documents"
        accept={documentFiles}
        onChange={({ target }) => {
          const [chosen] = target.files ?? []
          if (chosen === undefined) return
          handOver(chosen)
          navigate(link(`/traces/${fileId}`))
        }}
      />
    </div>
  )
}
