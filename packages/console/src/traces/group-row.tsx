import type { TraceGroups, TraceKey } from '@roentgen/api'
import controls from '../design/controls.module.css'
import { MinusIcon } from '../design/icons.tsx'
import { countText, durationText, shareText } from '../format/numbers.ts'
import { keyValueText } from '../format/trace-keys.ts'
import styles from './group-table.module.css'
import { shortUrl } from './short-url.ts'

interface GroupRowProps {
  readonly keyed: TraceKey
  readonly group: TraceGroups['groups'][number]
  /** That all URLs of the table have. */
  readonly host: string | undefined
  /** The tab key comes to the buttons of one row alone. */
  readonly isCurrent: boolean
  readonly onFocus: () => void
  readonly onInclude: (filter: string) => void
  readonly onExclude: (filter: string) => void
}

/** Longer values are cut: the title has more of them. */
const longest = 200

export function GroupRow({ keyed, group, host, isCurrent, onFocus, onInclude, onExclude }: GroupRowProps) {
  const { filter, share, mean, p95, count, value } = group
  const text = keyed === 'url' && typeof value === 'string' ? shortUrl(value, host) : keyValueText(group)
  const words = (
    <bdi className={value === null ? styles.absent : undefined}>{text === '' ? '(empty)' : text.slice(0, longest)}</bdi>
  )
  const tab = isCurrent ? 0 : -1
  const whole = keyValueText(group).slice(0, 2000)
  return (
    <tr onFocus={onFocus}>
      <th scope="row">
        <span className={styles.value}>
          {filter === null ? (
            <span className={styles.words} title={whole}>
              {words}
            </span>
          ) : (
            <>
              <button
                type="button"
                data-value=""
                className={styles.words}
                tabIndex={tab}
                title={`${whole}\nOnly these: adds it to the filter`}
                onClick={() => onInclude(filter)}
              >
                {words}
              </button>
              <button
                type="button"
                className={`${controls.icon} ${styles.exclude}`}
                tabIndex={tab}
                aria-label={`Without ${text.slice(0, longest)}`}
                title="Without these: excludes it by the filter"
                onClick={() => onExclude(filter)}
              >
                <MinusIcon />
              </button>
            </>
          )}
        </span>
      </th>
      <td>{mean === null ? '–' : durationText(mean)}</td>
      <td>{p95 === null ? '–' : durationText(p95)}</td>
      <td className={styles.share}>
        <span className={styles.bar} style={{ width: `${share * 100}%` }} aria-hidden="true" />
        {shareText(share)}
      </td>
      <td>{countText(count)}</td>
      <State count={group.ok} />
      <State count={group.throttle} state="throttle" />
      <State count={group.error} state="error" />
      <State count={group.fault} state="fault" />
    </tr>
  )
}

function State({ count, state }: { readonly count: number; readonly state?: string }) {
  return (
    <td className={count === 0 ? styles.nothing : undefined} data-state={count === 0 ? undefined : state}>
      {countText(count)}
    </td>
  )
}
