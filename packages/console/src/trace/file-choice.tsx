import type { ReactNode } from 'react'
import { documentFiles } from './handed-file.ts'

interface FileChoiceProps {
  readonly className: string
  readonly open: (file: File) => void
  readonly children: ReactNode
}

/** A button that asks for a file of documents. */
export function FileChoice({ className, open, children }: FileChoiceProps) {
  return (
    <label className={className}>
      {children}
      <input
        type="file"
        className="unseen"
        accept={documentFiles}
        onChange={({ target }) => target.files?.[0] && open(target.files[0])}
      />
    </label>
  )
}
