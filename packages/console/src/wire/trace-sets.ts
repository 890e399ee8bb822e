import type { TraceCompareRequest, TraceComparison, TraceHistogramReport, TraceSetQuestion } from '@roentgen/api'
import { z } from 'zod/mini'
import { ask } from './ask.ts'

const numberOrNull = z.nullable(z.number())
export const figuresShape = z.object({
  count: z.number(),
  ok: z.number(),
  error: z.number(),
  fault: z.number(),
  throttle: z.number(),
  answered: z.number(),
  mean: numberOrNull,
  p50: numberOrNull,
  p95: numberOrNull,
  p99: numberOrNull,
  max: numberOrNull,
})
const bin = z.object({ from: z.number(), to: numberOrNull, count: z.number(), filter: z.string() })
const histogramShape = z.object({ figures: figuresShape, equal: z.array(bin), log: z.array(bin) })
const comparedValue = z.object({
  key: z.string(),
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  type: z.optional(z.string()),
  filter: z.nullable(z.string()),
  a: z.number(),
  b: z.number(),
  shareOfA: z.number(),
  shareOfB: z.number(),
  difference: z.number(),
  ratio: z.number(),
  low: z.number(),
  high: numberOrNull,
  significant: z.boolean(),
})
const comparisonShape = z.object({
  a: figuresShape,
  b: figuresShape,
  share: z.number(),
  compared: z.number(),
  values: z.array(comparedValue),
})

/** A value as {@link TraceComparison} has it. */
export type ComparedValue = z.infer<typeof comparedValue>
export type Comparison = Pick<TraceComparison, 'a' | 'b' | 'share' | 'compared'> & {
  readonly values: readonly ComparedValue[]
}

/** POST /api/traces/histogram: figures and bins of response times of one set. */
export function histogramOf(set: TraceSetQuestion, signal?: AbortSignal): Promise<TraceHistogramReport> {
  return ask('/api/traces/histogram', { body: set, signal, shape: histogramShape })
}

/** POST /api/traces/compare, of all keys. */
export function comparisonOf(
  question: Pick<TraceCompareRequest, 'a' | 'b' | 'limit' | 'most'>,
  signal?: AbortSignal,
): Promise<Comparison> {
  return ask('/api/traces/compare', { body: question, signal, shape: comparisonShape })
}
