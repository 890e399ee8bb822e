import { type QuestionsOfSets, spreadStretches, type TraceSet } from '@roentgen/store'

export type ComparedSets = readonly [TraceSet, TraceSet]

/**
 * Both sets, or of more traces than `most` as large a share of each as makes about so many: those whose keys are in stretches of
 * time that are spread evenly over the window. Where that leaves nothing of a set, all of both.
 */
export async function someTraces(
  store: Pick<QuestionsOfSets, 'tracesInSets'>,
  sets: ComparedSets,
  most: number | undefined,
): Promise<{ readonly sets: ComparedSets; readonly share: number }> {
  const whole = { sets, share: 1 }
  if (most === undefined) return whole
  const counts = await store.tracesInSets(sets)
  const share = most / Math.max(1, sum(counts))
  if (share >= 1) return whole
  const [a, b] = sets.map((set) => ({ ...set, stretches: spreadStretches(set.window, share) }))
  if (a === undefined || b === undefined) return whole
  const chosen = await store.tracesInSets([a, b])
  const isLost = chosen.some((count, index) => count === 0 && counts[index] !== 0)
  return isLost ? whole : { sets: [a, b], share: sum(chosen) / sum(counts) }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0)
}
