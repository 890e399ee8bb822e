import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { Link } from 'wouter'
import controls from '../design/controls.module.css'
import { WarningIcon } from '../design/icons.tsx'
import { counted } from '../format/numbers.ts'
import { printRange, windowOf } from '../view/range.ts'
import { useLink, useView } from '../view/use-view.ts'
import { type Group, tagsOfGroup } from '../wire/groups.ts'
import { figuresOf } from '../wire/trace-analytics.ts'
import styles from './group-row.module.css'

interface GroupRowProps {
  readonly group: Group
  /** Why no trace is put into it; undefined where that goes well. */
  readonly suspended: string | undefined
  readonly isDefault: boolean
  readonly onDo: (what: 'edit' | 'copy' | 'delete') => void
}

/** A group: its filter, how many traces of the page's range fit it, and what can be done with it. */
export function GroupRow({ group, suspended, isDefault, onDo }: GroupRowProps) {
  const { GroupName: name, FilterExpression: filter, InsightsConfiguration: insights } = group
  const link = useLink()
  const heading = useId()
  return (
    <li className={controls.card} aria-labelledby={heading}>
      <div className={styles.head}>
        <h2 id={heading} className={styles.name}>
          {name}
        </h2>
        {insights.InsightsEnabled && (
          <span className={styles.mark}>
            {insights.NotificationsEnabled ? 'Insights with notifications' : 'Insights'}
          </span>
        )}
        <Count group={name} />
      </div>
      {filter === '' ? (
        <p className={controls.soft}>Every trace</p>
      ) : (
        <code className={styles.filter} title={filter.slice(0, 4096)}>
          {filter.length > 600 ? `${filter.slice(0, 600)}…` : filter}
        </code>
      )}
      {suspended !== undefined && (
        <p className={styles.suspended} role="alert">
          <WarningIcon />
          <span>No trace is put into this group: {suspended}</span>
        </p>
      )}
      <TagList group={group} />
      <div className={styles.actions}>
        <Link href={link('/', { group: name })}>Map</Link>
        <Link href={link('/traces', { group: name })}>Traces</Link>
        {!isDefault && (
          <>
            <button type="button" className={controls.plain} onClick={() => onDo('edit')} aria-label={`Edit ${name}`}>
              Edit
            </button>
            <button type="button" className={controls.plain} onClick={() => onDo('copy')} aria-label={`Copy ${name}`}>
              Copy
            </button>
            <button
              type="button"
              className={controls.plain}
              onClick={() => onDo('delete')}
              aria-label={`Delete ${name}`}
            >
              Delete
            </button>
          </>
        )}
      </div>
    </li>
  )
}

function Count({ group }: { readonly group: string }) {
  const { range } = useView()
  const { data, error } = useQuery({
    queryKey: ['traces of group', group, printRange(range)],
    queryFn: ({ signal }) => figuresOf({ ...windowOf(range, Date.now() / 1000), group }, signal),
    staleTime: 30_000,
    // The number of another range would be taken for this one's.
    placeholderData: undefined,
    retry: false,
  })
  return (
    <p className={styles.count}>
      {error
        ? 'The traces cannot be counted'
        : data === undefined
          ? 'Counting…'
          : `${counted(data.count, 'trace')} in this range`}
    </p>
  )
}

function TagList({ group }: { readonly group: Group }) {
  const { data = [] } = useQuery({
    queryKey: ['tags of group', group.GroupARN],
    queryFn: ({ signal }) => tagsOfGroup(group, signal),
    placeholderData: undefined,
  })
  if (data.length === 0) return null
  return (
    <ul className={styles.tags} aria-label="Tags">
      {data.map(({ key, value }) => (
        <li key={key} className={styles.tag}>
          <bdi>{key}</bdi>
          {value !== '' && (
            <>
              {': '}
              <bdi>{value}</bdi>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
