import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import controls from '../design/controls.module.css'
import { Failure, Loading } from '../design/states.tsx'
import { useTitle } from '../view/use-title.ts'
import { useView } from '../view/use-view.ts'
import { defaultGroup } from '../view/view.ts'
import { type Group, type GroupDraft, groupsOf } from '../wire/groups.ts'
import { healthReportOf } from '../wire/health-report.ts'
import { DeleteDialog } from './delete-dialog.tsx'
import { copyName, emptyDraft } from './draft-problems.ts'
import { GroupDialog } from './group-dialog.tsx'
import { GroupRow } from './group-row.tsx'
import styles from './groups-page.module.css'

/** Filters with a name, each with a map and statistics of its own: made, changed and deleted here. */
export default function GroupsPage() {
  useTitle('Groups')
  const { parameter, setParameters, filter } = useView()
  const { data, error, refetch } = useQuery({ queryKey: ['groups'], queryFn: ({ signal }) => groupsOf(signal) })
  const newGroup = useRef<HTMLButtonElement>(null)
  // Where health does not answer, the groups are there all the same.
  const { data: suspended } = useQuery({
    queryKey: ['suspended groups'],
    queryFn: async ({ signal }) =>
      new Map((await healthReportOf(signal)).suspendedGroups.map((one) => [one.arn, one.reason])),
    retry: false,
  })
  if (error && data === undefined) return <Failure error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading what="groups" />
  const names = data.map(({ GroupName }) => GroupName)
  const named = (name: string | undefined) => data.find(({ GroupName }) => GroupName === name)
  const [edited, deleted, copied] = [named(parameter('edit')), named(parameter('delete')), named(parameter('copy'))]
  const isNew = parameter('new') !== undefined
  const close = () =>
    setParameters(
      { new: undefined, edit: undefined, delete: undefined, copy: undefined, filter: undefined },
      { replace: true },
    )
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Groups</h1>
        <button ref={newGroup} type="button" className={controls.primary} onClick={() => setParameters({ new: 'yes' })}>
          New group
        </button>
        <p className={styles.about}>
          A group is a filter with a name, and has a map and statistics of its own from then on. Any X‑Ray client sees
          the same groups.
        </p>
      </header>
      <ul className={styles.groups}>
        {data.map((group) => (
          <GroupRow
            key={group.GroupARN}
            group={group}
            suspended={suspended?.get(group.GroupARN)}
            isDefault={group.GroupName === defaultGroup}
            onDo={(what) => setParameters({ [what]: group.GroupName })}
          />
        ))}
      </ul>
      {data.length === 1 && (
        <p className={styles.none}>
          There is none of your own yet. The failing requests, those of one customer, the slow ones: make a group of
          what you look at again and again.
        </p>
      )}
      {(isNew || copied !== undefined) && (
        <GroupDialog
          title={copied === undefined ? 'New group' : `Copy of ${copied.GroupName}`}
          group={undefined}
          copied={copied}
          draft={copied === undefined ? { ...emptyDraft, filter } : draftOf(copied, copyName(copied.GroupName, names))}
          taken={names}
          onClose={close}
        />
      )}
      {edited !== undefined && (
        <GroupDialog
          title={`Edit ${edited.GroupName}`}
          group={edited}
          copied={undefined}
          draft={draftOf(edited, edited.GroupName)}
          taken={[]}
          onClose={close}
        />
      )}
      {deleted !== undefined && deleted.GroupName !== defaultGroup && (
        <DeleteDialog
          group={deleted}
          onClose={close}
          // The button that opened the dialog went with its group.
          onDeleted={() => requestAnimationFrame(() => newGroup.current?.focus())}
        />
      )}
    </div>
  )
}

function draftOf({ FilterExpression, InsightsConfiguration }: Group, name: string): GroupDraft {
  const { InsightsEnabled, NotificationsEnabled } = InsightsConfiguration
  return { name, filter: FilterExpression, insights: InsightsEnabled, notifications: NotificationsEnabled, tags: [] }
}
