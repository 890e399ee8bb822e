import { useQuery } from '@tanstack/react-query'
import { useView } from '../view/use-view.ts'
import { groupsOf } from '../wire/groups.ts'
import styles from './controls.module.css'

export function GroupSelect() {
  const { group, change } = useView()
  const { data = [] } = useQuery({ queryKey: ['groups'], queryFn: ({ signal }) => groupsOf(signal), staleTime: 30_000 })
  const names = [...new Set(['Default', group, ...data.map(({ GroupName }) => GroupName)])]
  return (
    <select
      aria-label="Group"
      className={styles.field}
      value={group}
      onChange={(event) => change({ group: event.target.value })}
    >
      {names.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  )
}
