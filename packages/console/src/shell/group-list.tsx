import { useState } from 'react'
import { FindList } from '../design/find-list.tsx'
import type { Group } from '../wire/groups.ts'
import { fittingGroups, type GroupOffer } from './fitting-groups.ts'
import styles from './group-list.module.css'

interface GroupListProps {
  readonly groups: readonly Group[]
  readonly chosen: string
  readonly onChoose: (name: string) => void
}

/** A box to find a group in, and the groups under it. */
export function GroupList({ groups, chosen, onChoose }: GroupListProps) {
  const [sought, setSought] = useState('')
  const offers = fittingGroups(groups, chosen, sought)
  return (
    <FindList
      label="Find a group"
      sought={sought}
      onSeek={setSought}
      name="Groups"
      offers={offers}
      keyOf={({ name }) => name}
      chosen={chosen}
      onChoose={({ name }) => onChoose(name)}
      show={shown}
      note={offers.length === 0 ? 'No group has that in its name or filter.' : ''}
    />
  )
}

function shown({ name, filter }: GroupOffer) {
  return (
    <>
      <span>{name}</span>
      {filter !== '' && <code className={styles.filter}>{filter}</code>}
    </>
  )
}
