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

/** The next row after a position that is not the same in both, or the first of all; -1 where none is. */
export function nextDifference(rows: readonly TwoRow[], after: number, direction: 1 | -1): number {
  for (let step = 1; step <= rows.length; step++) {
    const at = (after + direction * step + rows.length * 2) % rows.length
    if (rows[at]?.verdict !== 'same') return at
  }
  return -1
}

/** How many rows there are of each verdict. */
export function verdictCounts(rows: readonly TwoRow[]): ReadonlyMap<TwoRow['verdict'], number> {
  const counts = new Map<TwoRow['verdict'], number>()
  for (const { verdict } of rows) counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
  return counts
}
