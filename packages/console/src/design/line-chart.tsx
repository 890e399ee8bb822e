import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import styles from './line-chart.module.css'

export interface ChartSeries {
  readonly name: string
  /** A custom property of tokens.css. */
  readonly colour: `--${string}`
  readonly values: readonly (number | null)[]
  readonly isArea?: boolean
  readonly dash?: readonly number[]
}

interface LineChartProps {
  readonly label: string
  /** Seconds. */
  readonly times: readonly number[]
  readonly series: readonly ChartSeries[]
  readonly height?: number
  readonly valueText: (value: number) => string
  readonly timeText: (seconds: number) => string
  /** A stretch of time that was dragged over; seconds. */
  readonly onRange?: (start: number, end: number) => void
}

/** Values over time. Drag across to choose a stretch of it. */
export default function LineChart(props: LineChartProps) {
  const { label, times, series, height = 130 } = props
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot>(undefined)
  const newest = useRef(props)
  newest.current = props
  const data = [times, ...series.map(({ values }) => values)] as uPlot.AlignedData
  const newestData = useRef(data)
  newestData.current = data
  const form = series.map(({ name }) => name).join()

  // A chart is made anew for other lines and another theme; for other numbers it goes on.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rest is read when it is drawn.
  useEffect(() => {
    const host = box.current
    if (host === null) return
    const draw = () => {
      chart.current?.destroy()
      chart.current = new uPlot(optionsOf(host, height, newest), newestData.current, host)
    }
    draw()
    const resized = new ResizeObserver(() => chart.current?.setSize({ width: host.clientWidth, height }))
    resized.observe(host)
    const theme = new MutationObserver(draw)
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => {
      resized.disconnect()
      theme.disconnect()
      chart.current?.destroy()
    }
  }, [form, height])
  useEffect(() => chart.current?.setData(newestData.current))
  return <div ref={box} className={styles.chart} role="img" aria-label={label} />
}

/** Seconds between the times that are written below. */
const timeSteps = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
].concat([2, 7, 14, 30, 90].map((days) => days * 86_400))

function optionsOf(host: HTMLElement, height: number, newest: { readonly current: LineChartProps }): uPlot.Options {
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  const axis = {
    stroke: colour('--ink-faint'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
    font: `10.5px ${style.getPropertyValue('--font')}`,
  }
  return {
    width: host.clientWidth,
    height,
    padding: [6, 8, 0, 0],
    cursor: { drag: { x: newest.current.onRange !== undefined, y: false, setScale: false }, points: { size: 6 } },
    legend: { show: true, live: true },
    scales: { x: { time: false }, y: { range: (_, __, most) => [0, most > 0 ? most * 1.08 : 1] } },
    axes: [
      {
        ...axis,
        size: 22,
        space: 64,
        incrs: timeSteps,
        values: (_, splits) => splits.map((at) => newest.current.timeText(at)),
      },
      { ...axis, size: 58, space: 32, values: (_, splits) => splits.map((value) => newest.current.valueText(value)) },
    ],
    series: [
      { value: (_, at) => (at === null ? '' : newest.current.timeText(at)) },
      ...newest.current.series.map(({ name, colour: line, isArea = false, dash }) => ({
        label: name,
        stroke: colour(line),
        width: 1.75,
        ...(isArea && { fill: `${colour(line)}2e` }),
        ...(dash !== undefined && { dash: [...dash] }),
        points: { size: 4 },
        value: (_: uPlot, value: number | null) => (value === null ? '–' : newest.current.valueText(value)),
      })),
    ],
    hooks: {
      setSelect: [
        (made) => {
          const { left, width } = made.select
          if (width < 4) return
          newest.current.onRange?.(made.posToVal(left, 'x'), made.posToVal(left + width, 'x'))
          made.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false)
        },
      ],
    },
  }
}
