import type { SpanState, TimelineRow, TimelineSpan } from '@roentgen/trace'
import { formatDuration } from './duration.ts'
import { type Cell, type Column, renderTable } from './table.ts'
import type { Style, Terminal } from './terminal.ts'

const columns: readonly Column[] = [
  { title: 'NAME', shrinks: true },
  { title: 'TYPE', shrinks: true },
  { title: 'STATUS', align: 'right' },
  { title: 'TIME', align: 'right' },
]
const styles: Readonly<Record<SpanState, Style | undefined>> = {
  ok: 'green',
  error: 'yellow',
  throttle: 'magenta',
  fault: 'red',
  'in progress': 'cyan',
}
const narrowestWithBar = 72
const widestBar = 60

/** The rows as text: name, type, status, time taken and a bar on the trace's own time line, where there is room for one. */
export function renderWaterfall(rows: readonly TimelineRow[], terminal: Terminal): string {
  // Folded, not spread: a trace may have more rows than a call may have arguments.
  const start = rows.reduce((least, { span }) => Math.min(least, span.start), Number.POSITIVE_INFINITY)
  const end = rows.reduce((most, { span }) => Math.max(most, span.end ?? span.start), Number.NEGATIVE_INFINITY)
  const bar = Math.min(widestBar, Math.floor(terminal.width / 3))
  const withBar = terminal.width >= narrowestWithBar ? [...columns, { title: scale(end - start, bar) }] : columns
  return renderTable(
    withBar,
    rows.map((row) => cellsOf(row, start, Math.max(1, end - start), bar)),
    terminal,
  )
}

function cellsOf({ span, depth }: TimelineRow, start: number, whole: number, bar: number): readonly Cell[] {
  const style = styles[span.state]
  return [
    { text: '  '.repeat(Math.min(depth, 30)) + span.name, style: depth === 0 ? 'bold' : undefined },
    { text: span.kind === 'inferred' ? `${span.type} (inferred)` : span.type, style: 'dim' },
    { text: statusText(span), style },
    { text: span.end === undefined ? '…' : formatDuration(Math.max(0, span.end - span.start)) },
    { text: barOf(span, start, whole, bar), style },
  ]
}

/** Without colour the state must still be readable. */
function statusText({ status, state }: TimelineSpan): string {
  if (state === 'ok') return String(status ?? 'ok')
  return status === undefined ? state : `${state} ${status}`
}

function barOf(span: TimelineSpan, start: number, whole: number, width: number): string {
  const from = Math.min(width - 1, Math.floor(((span.start - start) / whole) * width))
  if (span.end === undefined) return `${' '.repeat(from)}${'░'.repeat(width - from)}`
  const until = Math.max(from + 1, Math.min(width, Math.round(((span.end - start) / whole) * width)))
  return ' '.repeat(from) + '█'.repeat(until - from)
}

function scale(whole: number, width: number): string {
  const end = formatDuration(whole)
  return `0${end.padStart(width - 1)}`
}
