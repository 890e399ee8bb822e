import { isObject, type JsonObject, type JsonValue } from '@roentgen/trace'
import { formatDuration } from './duration.ts'
import { type Cell, type Column, renderTable } from './table.ts'
import { fitted, type Style, styled, type Terminal, visible } from './terminal.ts'

const columns: readonly Column[] = [
  { title: 'TRACE' },
  { title: 'STARTED' },
  { title: 'SERVICE', shrinks: true },
  { title: 'REQUEST', shrinks: true },
  { title: 'STATUS', align: 'right' },
  { title: 'TIME', align: 'right' },
  { title: 'STATE' },
]

/** What `roentgen traces` shows, of the TraceSummary shapes of GetTraceSummaries. Times are this machine's. */
export function renderTraces(traces: readonly JsonObject[], terminal: Terminal): string {
  return renderTable(columns, traces.map(rowOf), terminal)
}

/** One of them alone, as `roentgen tail` prints it: the same in another order, and columns of fixed width. */
export function renderTraceLine(trace: JsonObject, terminal: Terminal): string {
  const [id, started, service, request, status, time, state] = rowOf(trace).map(({ text }) => text)
  const parts = [
    fitted(started ?? '', 8),
    id,
    fitted(service ?? '', 16),
    styled(fitted(state ?? '', 10), stateOf(trace).style, terminal),
    fitted(status ?? '', 3, 'right'),
    fitted(time ?? '', 8, 'right'),
    visible(request ?? ''),
  ]
  return parts.join('  ').trimEnd()
}

function rowOf(trace: JsonObject): readonly Cell[] {
  const http = isObject(trace.Http) ? trace.Http : {}
  const entry = isObject(trace.EntryPoint) ? trace.EntryPoint : {}
  const { text, style } = stateOf(trace)
  return [
    { text: textOf(trace.Id) },
    { text: typeof trace.StartTime === 'number' ? clockTime(trace.StartTime) : '-' },
    { text: textOf(entry.Name) },
    { text: [textOf(http.HttpMethod), textOf(http.HttpURL)].filter((part) => part !== '').join(' ') },
    { text: typeof http.HttpStatus === 'number' ? String(http.HttpStatus) : '-' },
    { text: seconds(trace.Duration) },
    { text, style },
  ]
}

/** The worst that holds; a throttle names itself before the error that it is as well. */
function stateOf(trace: JsonObject): { text: string; style?: Style } {
  const partial = trace.IsPartial === true ? ', in progress' : ''
  if (trace.HasFault === true) return { text: `fault${partial}`, style: 'red' }
  if (trace.HasThrottle === true) return { text: `throttled${partial}`, style: 'magenta' }
  if (trace.HasError === true) return { text: `error${partial}`, style: 'yellow' }
  return trace.IsPartial === true ? { text: 'in progress', style: 'cyan' } : { text: 'ok', style: 'green' }
}

/** `21:04:05`, or with its day where that is not today: `11-22 21:04:05`. */
function clockTime(epochSeconds: number): string {
  const date = new Date(epochSeconds * 1000)
  if (Number.isNaN(date.getTime())) return '-'
  const two = (value: number) => String(value).padStart(2, '0')
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  const isToday = date.toDateString() === new Date().toDateString()
  return isToday ? time : `${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}`
}

function seconds(value: JsonValue | undefined): string {
  return typeof value === 'number' ? formatDuration(value * 1e6) : '-'
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}
