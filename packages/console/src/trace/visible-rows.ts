import type { Row } from './row.ts'

/** Keys of the rows that hide what hangs on them. */
export type Collapsed = ReadonlySet<string>

/** Positions of the rows that are seen: what hangs on a collapsed one is left out. */
export function visibleRows(rows: readonly Row[], collapsed: Collapsed): readonly number[] {
  const visible: number[] = []
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]
    if (row === undefined) break
    visible.push(at)
    if (row.below > 0 && collapsed.has(row.key)) at += row.below
  }
  return visible
}

/** Collapsed so that nothing deeper than `depth` is seen. */
export function collapsedFrom(rows: readonly Row[], depth: number): Collapsed {
  return new Set(rows.filter((row) => row.depth === depth && row.below > 0).map(({ key }) => key))
}

/** With everything open that hides the row. */
export function revealing(rows: readonly Row[], collapsed: Collapsed, position: number): Collapsed {
  const open = new Set(collapsed)
  for (let at = rows[position]?.parent ?? -1; at >= 0; at = rows[at]?.parent ?? -1) open.delete(rows[at]?.key ?? '')
  return open.size === collapsed.size ? collapsed : open
}
