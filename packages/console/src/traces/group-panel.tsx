import type { TraceGroups, TraceGroupsOrder, TraceKey, TraceSetQuestion } from '@roentgen/api'
import { useEffect, useState } from 'react'
import controls from '../design/controls.module.css'
import { counted, countText } from '../format/numbers.ts'
import { keyName } from '../format/trace-keys.ts'
import { useView } from '../view/use-view.ts'
import { groupsBy } from '../wire/trace-analytics.ts'
import { readKey, writeKey } from './group-keys.ts'
import styles from './group-panel.module.css'
import { GroupTable } from './group-table.tsx'
import { KeyMenu } from './key-menu.tsx'
import { groupOrders, pressed, readOrder, writeOrder } from './order.ts'
import { Panel } from './panel.tsx'
import { usePart } from './use-part.ts'
import { useSettled } from './use-settled.ts'

/** How many values are asked for, and then how many more. The last is the most that the API gives. */
const steps = [50, 250, 1000] as const

interface GroupPanelProps {
  readonly set: TraceSetQuestion
  readonly isWanted: boolean
  readonly className?: string | undefined
}

/** Which values the traces have, and how those with each did. The key and the order stand in the address. */
export function GroupPanel({ set, isWanted, className }: GroupPanelProps) {
  const { parameter, setParameters } = useView()
  const key = readKey(parameter('by'))
  const order = readOrder(groupOrders, parameter('groupOrder'))
  const [sought, setSought] = useState('')
  const [step, setStep] = useState(0)
  const contains = useSettled(sought.trim())
  const question = {
    ...{ ...set, by: key, order: order.by, direction: order.direction, limit: steps[step] ?? 1000 },
    ...(contains !== '' && { contains }),
  }
  const part = usePart('groups', question, (signal) => groupsBy(question, signal), isWanted)
  // What is sought among the values of one key is none of another.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said
  useEffect(() => {
    setSought('')
    setStep(0)
  }, [key])

  const choose = (by: TraceKey) => setParameters({ by: writeKey(by), groupOrder: undefined })
  const sort = (by: TraceGroupsOrder) =>
    setParameters(
      { groupOrder: writeOrder(groupOrders, pressed(order, by, by === 'value' ? 'asc' : 'desc')) },
      { replace: true },
    )
  return (
    <Panel
      name="Groups of traces"
      className={className}
      part={part}
      title={
        <>
          <span className={styles.by}>Group by</span>
          <KeyMenu set={set} chosen={key} onChoose={choose} />
        </>
      }
      tools={
        <input
          type="search"
          className={`${controls.compact} ${styles.find}`}
          aria-label={`Find in the values of ${keyName(key)}`}
          placeholder="Find in values"
          value={sought}
          onChange={({ target }) => setSought(target.value)}
        />
      }
    >
      {(data) => (
        <>
          <GroupTable keyed={key} groups={data} order={order} onSort={sort} />
          <Foot data={data} contains={contains} isLast={step === steps.length - 1} onMore={() => setStep(step + 1)} />
        </>
      )}
    </Panel>
  )
}

interface FootProps {
  readonly data: Pick<TraceGroups, 'distinct' | 'groups'>
  readonly contains: string
  readonly isLast: boolean
  readonly onMore: () => void
}

function Foot({ data: { distinct, groups }, contains, isLast, onMore }: FootProps) {
  const sought = contains === '' ? '' : ` with “${contains.length > 30 ? `${contains.slice(0, 30)}…` : contains}”`
  return (
    <p className={styles.foot} role="status">
      {distinct > groups.length ? (
        <>
          {countText(groups.length)} of {countText(distinct)} values{sought}{' '}
          {isLast ? (
            '· find the others by a part of them'
          ) : (
            <button type="button" className={controls.plain} onClick={onMore}>
              Show more
            </button>
          )}
        </>
      ) : (
        `${distinct === 0 ? 'No value' : counted(distinct, 'value')}${sought}`
      )}
    </p>
  )
}
