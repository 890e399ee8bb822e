import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo } from 'react'
import { Failure } from '../design/states.tsx'
import { durationText, rateText } from '../format/numbers.ts'
import { dateTimeText, timeText } from '../format/times.ts'
import { useView } from '../view/use-view.ts'
import { useZone } from '../view/zone.ts'
import { timeSeriesOf } from '../wire/time-series.ts'
import styles from './period-charts.module.css'
import { periodFor, periodsOf } from './periods.ts'
import type { ServiceMap } from './use-service-map.ts'

const LineChart = lazy(() => import('../design/line-chart.tsx'))

interface PeriodChartsProps {
  readonly map: ServiceMap
  /** EntitySelectorExpression of the node or edge. */
  readonly selector: string
}

/** Response times and requests over the window; drag across one to look at that time. */
export function PeriodCharts({ map, selector }: PeriodChartsProps) {
  const { change } = useView()
  const { zone } = useZone()
  const { group } = map
  // A live map is another each second; a chart need not be.
  const start = Math.floor(map.window.start / 10) * 10
  const end = Math.ceil(map.window.end / 10) * 10
  const window = useMemo(() => ({ start, end }), [start, end])
  const period = periodFor(window)
  const { data, error } = useQuery({
    queryKey: ['periods', selector, group, period, start, end],
    queryFn: async ({ signal }) => ({
      selector,
      statistics: await timeSeriesOf({ ...window, group, period, selector }, signal),
    }),
    gcTime: 10_000,
  })
  const periods = useMemo(
    () => (data?.selector === selector ? periodsOf(data.statistics, window, period) : undefined),
    [data, selector, window, period],
  )
  if (error && periods === undefined) return <Failure error={error} />
  const isLong = window.end - window.start > 86_400
  const atText = (seconds: number) =>
    isLong ? dateTimeText(seconds, zone).slice(5, 10) : timeText(seconds, zone, false).slice(0, 5)
  const onRange = (start: number, end: number) =>
    change({
      range: { kind: 'fixed', start: Math.floor(start), end: Math.max(Math.floor(start) + 60, Math.ceil(end)) },
    })
  return (
    <section className={styles.charts}>
      <Suspense fallback={<div className={styles.room} />}>
        {periods === undefined ? (
          <div className={styles.room} />
        ) : (
          <>
            <h3>Response time</h3>
            <LineChart
              label="Response time over the range: p50, p90 and p99"
              times={periods.times}
              series={[
                { name: 'p50', colour: '--series-1', values: periods.p50 },
                { name: 'p90', colour: '--series-2', values: periods.p90, dash: [6, 3] },
                { name: 'p99', colour: '--series-3', values: periods.p99, dash: [2, 3] },
              ]}
              valueText={durationText}
              timeText={atText}
              onRange={onRange}
            />
            <h3>Requests per minute</h3>
            <LineChart
              label="Requests per minute over the range, and those with faults, errors and throttles"
              times={periods.times}
              series={[
                { name: 'All', colour: '--series-2', values: periods.requests, isArea: true },
                { name: 'Faults', colour: '--fault', values: periods.faults },
                { name: 'Errors', colour: '--error', values: periods.errors, dash: [6, 3] },
                { name: 'Throttles', colour: '--throttle', values: periods.throttles, dash: [2, 3] },
              ]}
              valueText={rateText}
              timeText={atText}
              onRange={onRange}
            />
          </>
        )}
      </Suspense>
    </section>
  )
}
