import { columnsOf, fitted, type Style, styled, type Terminal, visible } from './terminal.ts'

export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
  /** May be cut when the terminal is narrow. One column of a table at most shrinks below its longest cell. */
  readonly shrinks?: boolean
}

export interface Cell {
  readonly text: string
  readonly style?: Style | undefined
}

const gap = '  '
const narrowest = 6

/** A plain table, no wider than the terminal where its shrinking columns allow it. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  terminal: Terminal,
): string {
  const widths = columns.map((column, index) =>
    rows.reduce((widest, row) => Math.max(widest, columnsOf(visible(row[index]?.text ?? ''))), columnsOf(column.title)),
  )
  shrink(columns, widths, terminal.width)
  const line = (cells: readonly Cell[]) =>
    columns
      .map((column, index) => {
        const cell = cells[index]
        return styled(fitted(cell?.text ?? '', widths[index] ?? 0, column.align), cell?.style, terminal)
      })
      .join(gap)
      .trimEnd()
  return [line(columns.map(({ title }) => ({ text: title, style: 'dim' }))), ...rows.map(line)].join('\n')
}

function shrink(columns: readonly Column[], widths: number[], available: number): void {
  let excess = widths.reduce((sum, width) => sum + width, 0) + gap.length * (columns.length - 1) - available
  while (excess > 0) {
    let widest = -1
    columns.forEach(({ shrinks }, index) => {
      if (shrinks && (widths[index] ?? 0) > Math.max(narrowest, widths[widest] ?? 0)) widest = index
    })
    if (widest < 0) return
    widths[widest] = (widths[widest] ?? 0) - 1
    excess -= 1
  }
}
