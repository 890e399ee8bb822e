import { check, FilterError, parse, toPredicate } from '@roentgen/filter'
import type { Micros, TraceSummary } from '@roentgen/trace'
import type { GroupVersion } from './group-version.ts'

/** Which group versions hold of a trace: a function of versions, key and summary alone. */
export interface Membership {
  /** Ids, ascending. */
  of(keyTime: Micros, summary: TraceSummary): readonly number[]
  /** Versions that no trace is put into, and why: their filters cannot be read, or failed. */
  readonly suspended: ReadonlyMap<number, string>
}

interface Compiled {
  readonly version: GroupVersion
  readonly holds: (summary: TraceSummary) => boolean
}

const none: readonly number[] = []

export function membershipIn(versions: readonly GroupVersion[]): Membership {
  const suspended = new Map<number, string>()
  const known = new Map<number, Compiled>()
  const compiled = (version: GroupVersion): Compiled => {
    const found = known.get(version.id) ?? compile(version, suspended)
    known.set(version.id, found)
    return found
  }
  const sorted = [...versions].sort((a, b) => a.id - b.id)
  // What fails is told at once; old ones are read when a trace of their time comes.
  for (const version of sorted) if (version.until === undefined) compiled(version)
  /** Between two neighbours the same versions apply. */
  const turns = [...new Set(versions.flatMap(({ from, until }) => [from, until ?? from]))].sort((a, b) => a - b)
  const applying = new Map<number, readonly Compiled[]>()
  const at = (keyTime: Micros): readonly Compiled[] => {
    const turn = lastUpTo(turns, keyTime)
    if (turn < 0) return []
    let those = applying.get(turn)
    if (those === undefined) {
      those = sorted.filter(({ from, until }) => from <= keyTime && keyTime < (until ?? Infinity)).map(compiled)
      applying.set(turn, those)
    }
    return those
  }
  return {
    suspended,
    of: (keyTime, summary) => {
      const those = at(keyTime)
      if (those.length === 0) return none
      const ids: number[] = []
      for (const { version, holds } of those) {
        try {
          if (holds(summary)) ids.push(version.id)
        } catch (error) {
          // By design never. Such a trace is in no such group, whoever asks: the others are not kept from it.
          suspended.set(version.id, reasonOf(error))
        }
      }
      return ids.length === 0 ? none : ids
    },
  }
}

function compile(version: GroupVersion, suspended: Map<number, string>): Compiled {
  const { expression } = version.group
  if (expression === undefined) return { version, holds: () => true }
  try {
    // It was short enough for the server that took it.
    const read = parse(expression, { length: Number.POSITIVE_INFINITY })
    return { version, holds: toPredicate(check(read, { groups: version.uses })) }
  } catch (error) {
    if (!(error instanceof FilterError)) throw error
    suspended.set(version.id, error.message)
    return { version, holds: () => false }
  }
}

/** The place of the last that is not greater; -1 where there is none. */
function lastUpTo(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
