import type { ComparedTraceValue, TraceComparison, TraceGroups, TraceKeyValue } from '@roentgen/api'
import { formatDuration } from './duration.ts'
import { type Cell, type Column, renderTable } from './table.ts'
import type { Terminal } from './terminal.ts'

const right = (title: string): Column => ({ title, align: 'right' })

/** What `roentgen traces --group-by` shows. */
export function renderGroups({ by, groups, distinct, total }: TraceGroups, terminal: Terminal): string {
  const columns: readonly Column[] = [
    { title: by.toUpperCase(), shrinks: true },
    ...['TRACES', 'SHARE', 'AVG', 'P95', 'OK', 'ERROR', 'FAULT', 'THROTTLE'].map(right),
  ]
  const rows = groups.map((group): readonly Cell[] => [
    { text: nameOf(group) },
    { text: String(group.count) },
    { text: percent(group.share) },
    { text: time(group.mean) },
    { text: time(group.p95) },
    { text: String(group.ok) },
    { text: String(group.error), style: group.error > 0 ? 'yellow' : undefined },
    { text: String(group.fault), style: group.fault > 0 ? 'red' : undefined },
    { text: String(group.throttle), style: group.throttle > 0 ? 'magenta' : undefined },
  ])
  const more = distinct > groups.length ? `, ${distinct - groups.length} more values; --limit shows them` : ''
  return `${renderTable(columns, rows, terminal)}\n${total.count} traces${more}`
}

/** What `roentgen compare` shows. */
export function renderComparison(
  { a, b, compared, values }: TraceComparison,
  limit: number,
  terminal: Terminal,
): string {
  const figures = renderTable(
    [{ title: 'SET' }, ...['TRACES', 'AVG', 'P50', 'P95', 'P99', 'OK', 'ERROR', 'FAULT', 'THROTTLE'].map(right)],
    (
      [
        ['A', a],
        ['B', b],
      ] as const
    ).map(([name, set]) => [
      { text: name },
      { text: String(set.count) },
      ...[set.mean, set.p50, set.p95, set.p99].map((seconds) => ({ text: time(seconds) })),
      ...[set.ok, set.error, set.fault, set.throttle].map((count) => ({ text: String(count) })),
    ]),
    terminal,
  )
  const table = renderTable(
    [{ title: 'KEY' }, { title: 'VALUE', shrinks: true }, ...['A', 'B', 'DELTA', 'ODDS', 'FOR SURE'].map(right)],
    values.slice(0, limit).map(rowOf),
    terminal,
  )
  const sure = values.filter(({ significant }) => significant).length
  const words =
    sure === 0
      ? 'None differs more than by chance.'
      : `${sure} ${sure === 1 ? 'differs' : 'differ'} more than by chance (99 % for all together).`
  return `${figures}\n\n${table}\n${compared} values compared. ${words}`
}

function rowOf(value: ComparedTraceValue): readonly Cell[] {
  const { key, shareOfA, shareOfB, difference, ratio, low, high, significant } = value
  return [
    { text: key },
    { text: nameOf(value) },
    { text: percent(shareOfA) },
    { text: percent(shareOfB) },
    { text: `${difference > 0 ? '+' : ''}${percent(difference)}` },
    { text: times(ratio) },
    {
      text: significant ? (ratio > 1 ? `> ${times(low)}` : `< ${times(high ?? 1)}`) : '-',
      style: significant ? 'bold' : 'dim',
    },
  ]
}

function nameOf({ value, type }: TraceKeyValue): string {
  if (value === null) return '(none)'
  return type === undefined || type === '' ? String(value) : `${value} (${type})`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

function times(ratio: number): string {
  return `×${ratio >= 100 ? ratio.toFixed(0) : ratio.toPrecision(2)}`
}

function time(seconds: number | null): string {
  return seconds === null ? '-' : formatDuration(seconds * 1e6)
}
