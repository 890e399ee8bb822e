import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { withFilter } from '../compare/filter-texts.ts'
import { ChartIcon, FileIcon, GroupIcon } from '../design/icons.tsx'
import { emptyDraft } from '../groups/draft-problems.ts'
import { GroupDialog } from '../groups/group-dialog.tsx'
import { documentFiles, fileId, handOver } from '../trace/handed-file.ts'
import { defaultGroup, useLink, useView } from '../view/use-view.ts'
import { groupsOf } from '../wire/groups.ts'
import styles from './page-actions.module.css'
import type { Overview } from './use-overview.ts'

/** What can be done with the query besides asking it. */
export function PageActions({ filter, overview }: { readonly filter: string; readonly overview: Overview }) {
  const [isSaving, setSaving] = useState(false)
  const [, navigate] = useLocation()
  const link = useLink()
  const { group } = useView()
  const { data: groups = [] } = useQuery({
    queryKey: ['groups'],
    queryFn: ({ signal }) => groupsOf(signal),
    staleTime: 30_000,
  })
  // What is listed is within the group of the page: so is what is saved.
  const within = groups.find(({ GroupName }) => GroupName === group && group !== defaultGroup)?.FilterExpression ?? ''
  const file = useRef<HTMLInputElement>(null)
  return (
    <div className={styles.actions}>
      <button
        type="button"
        className={styles.button}
        aria-expanded={overview.isShown}
        onClick={() => overview.show(!overview.isShown)}
      >
        <ChartIcon />
        {overview.isShown ? 'Hide overview' : 'Show overview'}
      </button>
      <button
        type="button"
        className={styles.button}
        disabled={filter === ''}
        title={filter === '' ? 'A group is a filter with a name: write a query first' : undefined}
        aria-haspopup="dialog"
        onClick={() => setSaving(true)}
      >
        <GroupIcon />
        Save as group
      </button>
      <button type="button" className={styles.button} onClick={() => file.current?.click()}>
        <FileIcon />
        Open a file…
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
      {isSaving && (
        <GroupDialog
          title="Save as group"
          group={undefined}
          copied={undefined}
          draft={{ ...emptyDraft, filter: within === '' ? filter : withFilter(within, filter) }}
          taken={groups.map(({ GroupName }) => GroupName)}
          onClose={() => setSaving(false)}
        />
      )}
    </div>
  )
}
