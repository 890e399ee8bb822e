import type { TraceHistogramReport } from '@roentgen/api'
import { useEffect, useMemo, useState } from 'react'
import controls from '../design/controls.module.css'
import { type BarRange, Histogram } from '../design/histogram.tsx'
import { brushedOf, pairBars } from './pair-bars.ts'
import styles from './pair-histogram.module.css'
import type { Refine } from './refine.ts'
import { SetBadge } from './set-badge.tsx'

interface PairHistogramProps {
  readonly a: TraceHistogramReport
  readonly b: TraceHistogramReport
  readonly onRefine: (refine: Refine) => void
  /** The brushed traces of A become A, the rest of it B. */
  readonly onSplit: (filter: string) => void
}

/** Response times of both over each other: A filled, B as a line. What is brushed narrows the sets. */
export function PairHistogram({ a, b, onRefine, onSplit }: PairHistogramProps) {
  const pair = useMemo(() => pairBars(a.log, b.log), [a, b])
  const [selected, setSelected] = useState<BarRange>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was brushed was so among other bars
  useEffect(() => setSelected(undefined), [pair])
  const brushed = selected && brushedOf(pair, selected)
  if (pair.bars.length === 0) return <p className={styles.hint}>No trace of either has a response time yet.</p>
  const refine = (to: Refine['to']) => () => {
    setSelected(undefined)
    if (brushed !== undefined) onRefine({ to, filter: brushed.filter, how: 'include' })
  }
  return (
    <div className={styles.whole}>
      <Histogram
        label="Traces by response time"
        bars={pair.bars}
        ticks={pair.ticks}
        selected={selected}
        onSelect={setSelected}
      />
      <p className={styles.legend}>
        <SetBadge name="A" /> filled, <SetBadge name="B" /> as a line; height is the share of each set
      </p>
      {brushed === undefined ? (
        <p className={styles.hint}>Drag across the bars, or move the handles with the arrow keys, to narrow A or B.</p>
      ) : (
        <div className={styles.brushed}>
          <p role="status">{brushed.text}</p>
          <div className={styles.actions}>
            <button type="button" className={controls.secondary} onClick={refine('A')}>
              Only these in A
            </button>
            <button type="button" className={controls.secondary} onClick={refine('B')}>
              Only these in B
            </button>
            <button type="button" className={controls.secondary} onClick={refine('both')}>
              In both
            </button>
            <button
              type="button"
              className={controls.primary}
              onClick={() => {
                setSelected(undefined)
                onSplit(brushed.filter)
              }}
            >
              Compare these of A with its rest
            </button>
            <button type="button" className={controls.plain} onClick={() => setSelected(undefined)}>
              Clear
            </button>
          </div>
        </div>
      )}
    </div>
  )
}
