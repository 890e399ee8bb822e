import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useId, useState } from 'react'
import controls from '../design/controls.module.css'
import { beginsHere, Dialog } from '../design/dialog.tsx'
import { Failure, Loading } from '../design/states.tsx'
import { queryProblem } from '../traces/query-problem.ts'
import { useKnownValues } from '../traces/use-known-values.ts'
import { createGroup, type Group, type GroupDraft, type GroupTag, tagsOfGroup, updateGroup } from '../wire/groups.ts'
import { Problem } from '../wire/problem.ts'
import { nameProblem, tagsProblem } from './draft-problems.ts'
import styles from './group-dialog.module.css'
import { TagFields } from './tag-fields.tsx'

const QueryBox = lazy(() => import('../traces/query-box.tsx'))

/** What a problem is about. */
type Place = 'name' | 'filter' | 'tags' | 'all'

interface GroupDialogProps {
  readonly title: string
  /** undefined: a new one. */
  readonly group: Group | undefined
  /** Whose tags a new one gets. */
  readonly copied: Group | undefined
  readonly draft: GroupDraft
  readonly taken: readonly string[]
  readonly onClose: () => void
}

/** Makes a group, or changes one. */
export function GroupDialog(props: GroupDialogProps) {
  const { title, group, copied, draft, onClose } = props
  const source = group ?? copied
  const {
    data: tags,
    error,
    refetch,
  } = useQuery({
    queryKey: ['tags of group', source?.GroupARN ?? ''],
    queryFn: ({ signal }) => (source === undefined ? Promise.resolve([]) : tagsOfGroup(source, signal)),
    placeholderData: undefined,
  })
  return (
    <Dialog title={title} onClose={onClose}>
      {tags !== undefined ? (
        <GroupForm {...props} draft={{ ...draft, tags }} />
      ) : error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : (
        <Loading what="the group" />
      )}
    </Dialog>
  )
}

function GroupForm({ group, draft: first, taken, onClose }: GroupDialogProps) {
  const [draft, setDraft] = useState(first)
  const [problems, setProblems] = useState<{ readonly of: Place; readonly says: string }>()
  const [isSending, setSending] = useState(false)
  const questions = useQueryClient()
  const { known, groups } = useKnownValues()
  const ids = useId()
  const change = (changes: Partial<GroupDraft>) => {
    setDraft({ ...draft, ...changes })
    setProblems(undefined)
  }
  const keep = async (filter: string) => {
    const wanted = { ...draft, filter: filter.trim() }
    const wrong = problemOf(wanted, group === undefined ? taken : [], groups)
    setProblems(wrong)
    if (wrong !== undefined) return
    setSending(true)
    try {
      if (group === undefined) await createGroup(wanted)
      else await updateGroup(group, first.tags, wanted)
      onClose()
    } catch (error) {
      const says = error instanceof Problem ? error.message : String(error)
      setProblems({ of: says.includes('FilterExpression') ? 'filter' : 'all', says })
    } finally {
      setSending(false)
      // Of what was refused after a part of it was done, too.
      for (const key of ['groups', 'tags of group', 'traces of group', 'suspended groups'])
        void questions.invalidateQueries({ queryKey: [key] })
    }
  }
  const said = (of: Place) =>
    problems?.of === of ? (
      <p id={`${ids}-${of}`} role="alert" className={controls.problem}>
        {problems.says}
      </p>
    ) : null
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void keep(draft.filter)
      }}
    >
      {group === undefined && (
        <label className={styles.field}>
          Name
          <input
            ref={beginsHere}
            className={controls.field}
            value={draft.name}
            maxLength={64}
            autoComplete="off"
            spellCheck={false}
            aria-invalid={problems?.of === 'name'}
            aria-describedby={`${ids}-name`}
            onChange={({ target }) => change({ name: target.value })}
          />
          {said('name') ?? (
            <small id={`${ids}-name`} className={controls.soft}>
              1 to 32 letters, digits and dashes; it stays as it is
            </small>
          )}
        </label>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot shrink below what is in it */}
      <div className={styles.field} role="group" aria-label="Filter of the group">
        <span>Filter</span>
        <Suspense fallback={<div className={styles.placeholder} />}>
          <QueryBox
            query={draft.filter}
            known={known}
            groups={groups.filter(({ arn }) => arn !== group?.GroupARN)}
            onChange={(filter) => change({ filter })}
            onRun={(filter) => void keep(filter)}
          />
        </Suspense>
        {said('filter')}
        {group !== undefined && (
          <small className={controls.soft}>
            Another filter is of the traces that are received from now on. The map and the statistics of this group keep
            those that it had.
          </small>
        )}
      </div>
      <fieldset className={styles.insights}>
        <legend>Insights</legend>
        <label>
          <input
            type="checkbox"
            checked={draft.insights}
            onChange={({ target }) =>
              change({ insights: target.checked, notifications: target.checked && draft.notifications })
            }
          />
          Enable insights
        </label>
        <label>
          <input
            type="checkbox"
            checked={draft.notifications}
            disabled={!draft.insights}
            onChange={({ target }) => change({ notifications: target.checked })}
          />
          Enable notifications
        </label>
        <small className={controls.soft}>Kept for X-Ray clients that ask; this version detects no insights yet.</small>
      </fieldset>
      <TagFields tags={draft.tags} onChange={(tags: readonly GroupTag[]) => change({ tags })} />
      {said('tags')}
      {said('all')}
      <div className={styles.foot}>
        <button type="submit" className={controls.primary} disabled={isSending}>
          {group === undefined ? 'Create the group' : 'Save'}
        </button>
        <button type="button" className={controls.secondary} onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  )
}

function problemOf(
  draft: GroupDraft,
  taken: readonly string[],
  groups: Parameters<typeof queryProblem>[1],
): { readonly of: Place; readonly says: string } | undefined {
  const ofName = nameProblem(draft.name, taken)
  if (ofName !== '') return { of: 'name', says: ofName }
  const ofFilter = queryProblem(draft.filter, groups)
  if (ofFilter !== undefined) return { of: 'filter', says: `At position ${ofFilter.from + 1}: ${ofFilter.sentence}` }
  const ofTags = tagsProblem(draft.tags)
  return ofTags === '' ? undefined : { of: 'tags', says: ofTags }
}
