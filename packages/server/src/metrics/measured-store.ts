import type { Store } from '@roentgen/store'
import { Histogram, type HistogramCounts } from './histogram.ts'

/** The questions of a person or an X-Ray client; s. */
const edges = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

const questions = {
  documentsOf: 'documents',
  listTraces: 'traces',
  serviceGraph: 'map',
  serviceStatistics: 'statistics',
}
type Question = keyof typeof questions

/** A store whose answers are timed, failed ones as well. */
export interface MeasuredStore {
  readonly store: Store
  readonly times: () => readonly { readonly question: string; readonly histogram: HistogramCounts }[]
}

export function measured(store: Store): MeasuredStore {
  const histograms = Object.fromEntries(Object.keys(questions).map((name) => [name, new Histogram(edges)]))
  const timed = async <Answer>(question: Question, ask: () => Promise<Answer>): Promise<Answer> => {
    const began = performance.now()
    try {
      return await ask()
    } finally {
      histograms[question]?.observe((performance.now() - began) / 1000)
    }
  }
  return {
    store: {
      ...store,
      documentsOf: (traceIds) => timed('documentsOf', () => store.documentsOf(traceIds)),
      listTraces: (question) => timed('listTraces', () => store.listTraces(question)),
      serviceGraph: (...question) => timed('serviceGraph', () => store.serviceGraph(...question)),
      serviceStatistics: (...question) => timed('serviceStatistics', () => store.serviceStatistics(...question)),
    },
    times: () =>
      Object.entries(questions).flatMap(([name, question]) => {
        const histogram = histograms[name]
        return histogram === undefined ? [] : [{ question, histogram: histogram.counts() }]
      }),
  }
}
