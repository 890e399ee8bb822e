import type { TraceKeyValue, TraceSetQuestion } from '@roentgen/api'
import { valuesOf } from '../wire/trace-analytics.ts'
import { type Part, usePart } from './use-part.ts'

/** Keys of annotations that traces of the set have, the most frequent first; those that contain a text. */
export function useAnnotationKeys(
  set: TraceSetQuestion,
  contains: string,
): Part<readonly (TraceKeyValue & { readonly count: number })[]> {
  const question = { ...set, by: 'annotation' as const, limit: 50, ...(contains !== '' && { contains }) }
  return usePart('annotation keys', question, (signal) => valuesOf(question, signal))
}
