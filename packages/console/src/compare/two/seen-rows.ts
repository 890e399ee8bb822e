import type { TwoRow } from './two-picture.ts'

/** Positions of the rows that are seen: not what hangs on a folded one, and of differences alone, only what leads to one. */
export function seenRows(
  rows: readonly TwoRow[],
  folded: ReadonlySet<number>,
  onlyDifferences: boolean,
): readonly number[] {
  const seen: number[] = []
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]
    if (row === undefined) break
    if (!onlyDifferences || row.verdict !== 'same' || row.differencesBelow > 0) seen.push(at)
    if (row.below > 0 && folded.has(at)) at += row.below
  }
  return seen
}

/**
 * Of the rows that are seen the next that is not the same in both, or is folded over one that is not, round the end; -1 where
 * none is.
 *
 * @param after among those that are seen, as is the answer
 */
export function nextDifference(
  rows: readonly TwoRow[],
  seen: readonly number[],
  folded: ReadonlySet<number>,
  after: number,
  direction: 1 | -1,
): number {
  for (let step = 1; step <= seen.length; step++) {
    const index = (after + direction * step + seen.length * 2) % seen.length
    const at = seen[index] ?? 0
    const row = rows[at]
    if (row !== undefined && (row.verdict !== 'same' || (folded.has(at) && row.differencesBelow > 0))) return index
  }
  return -1
}

/** How many rows there are of each verdict. */
export function verdictCounts(rows: readonly TwoRow[]): ReadonlyMap<TwoRow['verdict'], number> {
  const counts = new Map<TwoRow['verdict'], number>()
  for (const { verdict } of rows) counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
  return counts
}
