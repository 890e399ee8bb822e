import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { withFilter } from '../compare/filter-texts.ts'
import controls from '../design/controls.module.css'
import { GroupIcon } from '../design/icons.tsx'
import { emptyDraft } from '../groups/draft-problems.ts'
import { GroupDialog } from '../groups/group-dialog.tsx'
import { useView } from '../view/use-view.ts'
import { defaultGroup } from '../view/view.ts'
import { groupsOf } from '../wire/groups.ts'
import styles from './page-actions.module.css'

/** The query under a name: with a map of its own, and in the menu of every page. */
export function SaveAsGroup({ filter }: { readonly filter: string }) {
  const [isSaving, setSaving] = useState(false)
  const { group } = useView()
  const { data: groups = [] } = useQuery({
    queryKey: ['groups'],
    queryFn: ({ signal }) => groupsOf(signal),
    staleTime: 30_000,
  })
  // What is listed is within the group of the page: so is what is saved.
  const within = groups.find(({ GroupName }) => GroupName === group && group !== defaultGroup)?.FilterExpression ?? ''
  return (
    <>
      <button
        type="button"
        className={`${controls.compact} ${styles.button} ${styles.tall}`}
        disabled={filter === ''}
        title={filter === '' ? 'A group is a filter with a name: write a query first' : undefined}
        aria-haspopup="dialog"
        onClick={() => setSaving(true)}
      >
        <GroupIcon />
        Save as group
      </button>
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
    </>
  )
}
