import type { Connection } from '../connection.ts'
import { readComparedTexts } from './compared-texts.ts'
import { type ComparedValues, type ComparingQuestion, readComparedValues } from './compared-values.ts'
import { readFrequentValues, type ValuesQuestion } from './frequent-values.ts'
import type { GroupedTraces, GroupQuestion } from './group-question.ts'
import type { KnownOfGroups } from './grouped-by-number.ts'
import { readGroupedTraces } from './grouped-traces.ts'
import type { KnownWidths } from './known-widths.ts'
import type { TraceSet } from './matching-traces.ts'
import type { OrderedQuestion } from './ordered-question.ts'
import { type OrderedPage, readOrderedTraces } from './ordered-traces.ts'
import type { NumberOfKey } from './places-of-numbers.ts'
import { type ActivityPeriod, readTraceActivity } from './trace-activity.ts'
import { readTraceHistogram, type TraceHistogram } from './trace-histogram.ts'
import type { TraceValue } from './trace-keys.ts'
import { readTraceStatistics, type TraceStatistics } from './trace-statistics.ts'
import { readTracesInSets } from './traces-in-sets.ts'

/** Questions about all traces of a set: none is a sample, and none ends early but by refusing. */
export interface QuestionsOfSets {
  statistics(set: TraceSet): Promise<TraceStatistics>
  orderedTraces(question: OrderedQuestion): Promise<OrderedPage>
  groupedTraces(question: GroupQuestion): Promise<GroupedTraces>
  frequentValues(question: ValuesQuestion): Promise<readonly { readonly value: TraceValue; readonly count: number }[]>
  /** `bins`: of equal width, 25 without it. */
  histogram(sets: readonly TraceSet[], bins?: number): Promise<TraceHistogram>
  /** @param period µs */
  activity(set: TraceSet, period: number): Promise<readonly ActivityPeriod[]>
  /** How many traces are in each of these sets. */
  tracesInSets(sets: readonly TraceSet[]): Promise<readonly number[]>
  /** Of each key, in their order. */
  comparedValues(question: ComparingQuestion): Promise<readonly ComparedValues[]>
  /** Texts of values that traces of these sets have, by textKey; one is missing where the trace that was to tell it was revised or dropped meanwhile. */
  comparedTexts(wanted: readonly NumberOfKey[], sets: readonly TraceSet[]): Promise<ReadonlyMap<string, string>>
}

/** What a process has lately read for these questions. It saves work and changes no answer. */
export interface KnownOfSets extends KnownOfGroups {
  readonly widths: KnownWidths
}

export function questionsOfSets(connection: Connection, known: KnownOfSets): QuestionsOfSets {
  const { texts, widths } = known
  return {
    statistics: (set) => readTraceStatistics(connection, set),
    orderedTraces: (question) => readOrderedTraces(connection, question),
    groupedTraces: (question) => readGroupedTraces(connection, known, question),
    frequentValues: (question) => readFrequentValues(connection, question),
    histogram: (sets, bins) => readTraceHistogram(connection, widths, sets, bins),
    activity: (set, period) => readTraceActivity(connection, set, period),
    tracesInSets: (sets) => readTracesInSets(connection, sets),
    comparedValues: (question) => readComparedValues(connection, question),
    comparedTexts: (wanted, sets) => readComparedTexts(connection, texts, wanted, sets),
  }
}
