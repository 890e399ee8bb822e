import type { Row } from './row.ts'

/** Deeper rows stand no further to the right. */
export const deepest = 16
export const indent = 14

/** The lines that join a row to what it hangs on: an SVG path, from the left of the name. */
export function guidesPath(rows: readonly Row[], position: number, height: number): string {
  const row = rows[position]
  if (row === undefined || row.depth === 0 || row.depth > deepest) return ''
  const middle = height / 2
  const x = (depth: number) => (depth - 1) * indent + indent / 2 + 0.5
  let path = `M${x(row.depth)} 0V${row.isLast ? middle : height}M${x(row.depth)} ${middle}h${indent / 2}`
  for (let at = row.parent; at >= 0; at = rows[at]?.parent ?? -1) {
    const above = rows[at]
    if (above !== undefined && above.depth > 0 && !above.isLast) path += `M${x(above.depth)} 0V${height}`
  }
  return path
}
