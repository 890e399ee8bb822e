import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import controls from '../design/controls.module.css'
import { Disclosure } from '../design/disclosure.tsx'
import { ChevronIcon, GroupIcon } from '../design/icons.tsx'
import { useLink, useView } from '../view/use-view.ts'
import { groupsOf } from '../wire/groups.ts'
import { GroupList } from './group-list.tsx'

/** The group whose traces all pages show. */
export function GroupPicker() {
  const { group, change } = useView()
  const link = useLink()
  const { data = [] } = useQuery({ queryKey: ['groups'], queryFn: ({ signal }) => groupsOf(signal), staleTime: 30_000 })
  return (
    <Disclosure
      name={`Group: ${group}`}
      label={
        <>
          <GroupIcon />
          <span className={controls.cut}>{group}</span>
          <ChevronIcon />
        </>
      }
    >
      {(close) => (
        <>
          <GroupList
            groups={data}
            chosen={group}
            onChoose={(name) => {
              change({ group: name })
              close()
            }}
          />
          <Link href={link('/groups')} className={controls.item} onClick={close}>
            Manage groups
          </Link>
        </>
      )}
    </Disclosure>
  )
}
