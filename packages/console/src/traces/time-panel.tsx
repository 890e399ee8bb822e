import type { TraceHistogramReport, TraceSetQuestion } from '@roentgen/api'
import { useEffect, useState } from 'react'
import { againstTheRest, compareParameters } from '../compare/compare-link.ts'
import { type BarRange, Histogram } from '../design/histogram.tsx'
import { Switcher } from '../design/switcher.tsx'
import { useLink, useView } from '../view/use-view.ts'
import { histogramOf } from '../wire/trace-sets.ts'
import { Brushed } from './brushed.tsx'
import styles from './chart.module.css'
import { Panel } from './panel.tsx'
import { spanFilter, withSpan } from './response-time-filter.ts'
import { type BinKind, spanOf, spanText, timeBinsOf } from './time-bins.ts'
import { type Part, usePart } from './use-part.ts'

const kinds = [
  { value: 'equal', name: 'Equal' },
  { value: 'log', name: 'Log' },
] as const satisfies readonly { value: BinKind; name: string }[]

interface TimePanelProps {
  readonly set: TraceSetQuestion
  readonly isWanted: boolean
}

/** How long the traces took. What is brushed narrows the filter, or is compared with the rest. */
export function TimePanel({ set, isWanted }: TimePanelProps) {
  const { parameter, setParameters } = useView()
  const kind: BinKind = parameter('bins') === 'log' ? 'log' : 'equal'
  const part: Part<AnsweredHistogram> = usePart(
    'histogram',
    set,
    async (signal) => ({ ...(await histogramOf(set, signal)), set }),
    isWanted,
  )
  return (
    <Panel
      name="Response times"
      title="Response time"
      part={part}
      tools={
        <Switcher
          label="Width of the bins"
          options={kinds}
          value={kind}
          onChange={(value) => setParameters({ bins: value === 'log' ? value : undefined }, { replace: true })}
        />
      }
    >
      {(report) => <TimeChart key={kind} report={report} kind={kind} />}
    </Panel>
  )
}

/** An answer and the set that it is of: while the next is awaited, the page's is another. */
type AnsweredHistogram = TraceHistogramReport & { readonly set: TraceSetQuestion }

function TimeChart({ report, kind }: { readonly report: AnsweredHistogram; readonly kind: BinKind }) {
  const { change } = useView()
  const { set } = report
  const { filter = '' } = set
  const link = useLink()
  const [selected, setSelected] = useState<BarRange>()
  // What was brushed was so among other bars.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said
  useEffect(() => setSelected(undefined), [report])
  const bins = timeBinsOf(report, kind)
  const span = selected && spanOf(bins, selected)
  if (bins.bars.length === 0) return <p className={styles.none}>No trace has a response time.</p>
  const apply = () => span && change({ filter: withSpan(filter, span) })
  const window = { kind: 'fixed', start: set.start, end: set.end } as const
  return (
    <div className={styles.chart}>
      <Histogram
        label="Traces by response time"
        bars={bins.bars}
        ticks={bins.ticks}
        marks={bins.marks}
        selected={selected}
        onSelect={setSelected}
        onApply={apply}
      />
      <Brushed
        hint="Drag across, or move a handle by arrow keys."
        apply="Only these"
        onApply={apply}
        onClear={() => setSelected(undefined)}
        selection={
          span && {
            text: spanText(span),
            count: span.count,
            all: report.figures.count,
            compare: {
              text: 'Compare with the rest',
              href: link('/compare', {
                extra: compareParameters(...againstTheRest(filter, spanFilter(span), window)),
              }),
            },
          }
        }
      />
    </div>
  )
}
