import type { HistogramCounts } from './histogram.ts'

type Labels = Readonly<Record<string, string | number>>

/** One metric with its samples. Names carry the unit, and those of counters end in `_total`. */
export type Metric = { readonly name: string; readonly help: string } & (
  | {
      readonly type: 'counter' | 'gauge'
      readonly samples: readonly { readonly labels?: Labels; readonly value: number }[]
    }
  | {
      readonly type: 'histogram'
      readonly series: readonly { readonly labels?: Labels; readonly histogram: HistogramCounts }[]
    }
)

export type Samples = Extract<Metric, { type: 'gauge' | 'counter' }>['samples']
export type Series = Extract<Metric, { type: 'histogram' }>['series']

export function counter(name: string, help: string, samples: Samples | number): Metric {
  return { name, help, type: 'counter', samples: typeof samples === 'number' ? [{ value: samples }] : samples }
}

export function gauge(name: string, help: string, samples: Samples | number): Metric {
  return { name, help, type: 'gauge', samples: typeof samples === 'number' ? [{ value: samples }] : samples }
}

export function histogram(name: string, help: string, series: Series): Metric {
  return { name, help, type: 'histogram', series }
}

/** Prometheus' text format 0.0.4. */
export function prometheusText(metrics: readonly Metric[]): string {
  return metrics.map(metricText).join('')
}

function metricText(metric: Metric): string {
  const { name, help, type } = metric
  const lines =
    metric.type === 'histogram'
      ? metric.series.flatMap(({ labels = {}, histogram }) => histogramLines(name, labels, histogram))
      : metric.samples.map(({ labels = {}, value }) => `${name}${labelText(labels)} ${value}\n`)
  const words = help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
  return `# HELP ${name} ${words}\n# TYPE ${name} ${type}\n${lines.join('')}`
}

function histogramLines(name: string, labels: Labels, { edges, counts, sum }: HistogramCounts): string[] {
  let count = 0
  const buckets = counts.map((inBucket, at) => {
    count += inBucket
    return `${name}_bucket${labelText({ ...labels, le: edges[at] ?? '+Inf' })} ${count}\n`
  })
  return [...buckets, `${name}_sum${labelText(labels)} ${sum}\n`, `${name}_count${labelText(labels)} ${count}\n`]
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(String(value))}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
