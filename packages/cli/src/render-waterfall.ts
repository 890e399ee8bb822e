import { formatDuration } from './duration.ts'
import { type Cell, type Column, renderTable } from './table.ts'
import type { Style, Terminal } from './terminal.ts'
import type { Health, WaterfallRow } from './waterfall.ts'

const columns: readonly Column[] = [
  { title: 'NAME', shrinks: true },
  { title: 'TYPE', shrinks: true },
  { title: 'STATUS', align: 'right' },
  { title: 'TIME', align: 'right' },
]
const styles: Readonly<Record<Health, Style | undefined>> = {
  ok: 'green',
  error: 'yellow',
  throttle: 'magenta',
  fault: 'red',
  'in progress': 'cyan',
}
const narrowestWithBar = 72
const widestBar = 60

/** The rows as text: name, type, status, time taken and a bar on the trace's own time line, where there is room for one. */
export function renderWaterfall(rows: readonly WaterfallRow[], terminal: Terminal): string {
  // Folded, not spread: a trace may have more rows than a call may have arguments.
  const start = rows.reduce((least, row) => Math.min(least, row.start), Number.POSITIVE_INFINITY)
  const end = rows.reduce((most, row) => Math.max(most, row.end ?? row.start), Number.NEGATIVE_INFINITY)
  const bar = Math.min(widestBar, Math.floor(terminal.width / 3))
  const withBar = terminal.width >= narrowestWithBar ? [...columns, { title: scale(end - start, bar) }] : columns
  return renderTable(
    withBar,
    rows.map((row) => cellsOf(row, start, Math.max(1, end - start), bar)),
    terminal,
  )
}

function cellsOf(row: WaterfallRow, start: number, whole: number, bar: number): readonly Cell[] {
  const style = styles[row.health]
  return [
    { text: '  '.repeat(Math.min(row.depth, 30)) + row.name, style: row.depth === 0 ? 'bold' : undefined },
    { text: row.inferred ? `${row.type} (inferred)` : row.type, style: 'dim' },
    { text: statusText(row), style },
    { text: row.end === undefined ? '…' : formatDuration(Math.max(0, row.end - row.start)) },
    { text: barOf(row, start, whole, bar), style },
  ]
}

/** Without colour the state must still be readable. */
function statusText({ status, health }: WaterfallRow): string {
  if (health === 'ok') return String(status ?? 'ok')
  return status === undefined ? health : `${health} ${status}`
}

function barOf(row: WaterfallRow, start: number, whole: number, width: number): string {
  const from = Math.min(width - 1, Math.floor(((row.start - start) / whole) * width))
  if (row.end === undefined) return `${' '.repeat(from)}${'░'.repeat(width - from)}`
  const until = Math.max(from + 1, Math.min(width, Math.round(((row.end - start) / whole) * width)))
  return ' '.repeat(from) + '█'.repeat(until - from)
}

function scale(whole: number, width: number): string {
  const end = formatDuration(whole)
  return `0${end.padStart(width - 1)}`
}
