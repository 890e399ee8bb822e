import type { TraceActivity, TraceSetQuestion } from '@roentgen/api'
import { useEffect, useState } from 'react'
import { compareParameters } from '../compare/compare-link.ts'
import { type BarRange, Histogram } from '../design/histogram.tsx'
import { useLink, useView } from '../view/use-view.ts'
import { useZone } from '../view/zone.ts'
import { activityOf } from '../wire/trace-analytics.ts'
import { activityBarsOf, stretchOf } from './activity-bars.ts'
import { Brushed } from './brushed.tsx'
import styles from './chart.module.css'
import { Panel } from './panel.tsx'
import { type Part, usePart } from './use-part.ts'

interface ActivityPanelProps {
  readonly set: TraceSetQuestion
  readonly isWanted: boolean
}

/** When the traces began, and how they went. What is brushed becomes the range of the page. */
export function ActivityPanel({ set, isWanted }: ActivityPanelProps) {
  const part: Part<AnsweredActivity> = usePart(
    'activity',
    set,
    async (signal) => ({ ...(await activityOf(set, signal)), set }),
    isWanted,
  )
  return (
    <Panel name="Activity" title="Activity" part={part}>
      {(activity) => <ActivityChart activity={activity} />}
    </Panel>
  )
}

/** An answer and the window that it is of: while the next is awaited, the page's is another. */
type AnsweredActivity = TraceActivity & { readonly set: TraceSetQuestion }

function ActivityChart({ activity }: { readonly activity: AnsweredActivity }) {
  const { set } = activity
  const { filter = '' } = set
  const { change } = useView()
  const { zone } = useZone()
  const link = useLink()
  const [selected, setSelected] = useState<BarRange>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was brushed was so among other bars
  useEffect(() => setSelected(undefined), [activity])
  const { bars, ticks } = activityBarsOf(activity, set, zone)
  const stretch = selected && stretchOf(activity, set, selected)
  const count = selected === undefined ? 0 : sumOf(bars.slice(selected.first, selected.last + 1))
  const apply = () => stretch && change({ range: { kind: 'fixed', ...stretch } })
  return (
    <div className={styles.chart}>
      <Histogram
        label="Traces over time"
        bars={bars}
        ticks={ticks}
        selected={selected}
        onSelect={setSelected}
        onApply={apply}
      />
      <Brushed
        hint="Faults stand at the foot. Drag to choose a time."
        apply="Only this time"
        onApply={apply}
        onClear={() => setSelected(undefined)}
        selection={
          stretch && {
            text: stretchText(bars, selected),
            count,
            all: sumOf(bars),
            compare: {
              text: 'Compare with before',
              href: link('/compare', {
                extra: compareParameters(
                  { filter, range: { kind: 'fixed', ...stretch } },
                  { filter, range: { kind: 'fixed', start: 2 * stretch.start - stretch.end, end: stretch.start } },
                ),
              }),
            },
          }
        }
      />
    </div>
  )
}

function sumOf(bars: readonly { readonly count: number }[]): number {
  return bars.reduce((sum, { count }) => sum + count, 0)
}

/** `10:00:20 – 10:01:00`, from the names of the first and the last. */
function stretchText(bars: readonly { readonly name: string }[], { first, last }: BarRange): string {
  return `${bars[first]?.name.split(' – ')[0]} – ${bars[last]?.name.split(' – ')[1]}`
}
