import { type Point, slot } from './slots.ts'

/** Width to height that a large map should have: that of a screen. */
const wanted = 1.7

/**
 * A large layout, whose columns are far higher than a screen, with each such column folded into several beside each
 * other, staggered, in the order that it had. undefined where nothing needs to be folded.
 */
export function foldColumns(
  columns: readonly (readonly number[])[],
): readonly (readonly [number, Point])[] | undefined {
  const highest = Math.max(0, ...columns.map((column) => column.length))
  const rows = bestRows(
    columns.map((column) => column.length),
    highest,
  )
  if (rows >= highest) return undefined
  let x = 0
  return columns.flatMap((column) => {
    const parts = Math.ceil(column.length / rows)
    const height = Math.ceil(column.length / parts)
    const left = x
    x += parts * slot.column
    return column.map((id, index): readonly [number, Point] => {
      const part = index % parts
      const row = Math.floor(index / parts) - (height - 1) / 2 + (part % 2) * 0.5
      return [id, { x: left + part * slot.column, y: Math.round(row * (slot.height + 6)) }]
    })
  })
}

/** Nodes that stand below each other, from left to right; in each from top to bottom. */
export function columnsAt(positions: readonly (readonly [number, Point])[]): readonly (readonly number[])[] {
  const columns = new Map<number, (readonly [number, Point])[]>()
  for (const each of positions) {
    const column = columns.get(each[1].x)
    if (column === undefined) columns.set(each[1].x, [each])
    else column.push(each)
  }
  return [...columns]
    .toSorted(([a], [b]) => a - b)
    .map(([, column]) => column.toSorted(([, a], [, b]) => a.y - b.y || a.x - b.x).map(([id]) => id))
}

/** The height, in nodes, at which the whole is seen largest. */
function bestRows(counts: readonly number[], highest: number): number {
  const least = 8
  let best = highest
  let smallest = Number.POSITIVE_INFINITY
  for (let rows = Math.min(least, highest); rows <= highest; rows++) {
    const width = counts.reduce((sum, count) => sum + Math.ceil(count / rows), 0) * slot.column
    const size = Math.max(width / wanted, rows * slot.height)
    if (size < smallest) {
      smallest = size
      best = rows
    }
  }
  return best
}
