import type { TraceRow } from '@roentgen/api'
import type { Status } from '../design/status-mark.tsx'
import { countText, durationText } from '../format/numbers.ts'
import { ageText, dateTimeText, type Zone } from '../format/times.ts'
import { annotationOf } from './columns.ts'

/** What a row of the list is made of. A trace that comes by the live stream does not say its number of segments. */
export type ListedTrace = Omit<TraceRow, 'segments'> & { readonly segments?: number | undefined }

/** The one status of a trace in the list. Fault before throttle before error, as X-Ray's consoles order their colours. */
export function statusOf({ fault, throttle, error, partial }: ListedTrace): Status {
  if (fault) return 'fault'
  if (throttle) return 'throttle'
  if (error) return 'error'
  return partial ? 'in progress' : 'ok'
}

export interface Cell {
  readonly text: string
  /** What a hover adds. */
  readonly title?: string
}

export interface CellView {
  /** The moment that ages are told from, seconds. */
  readonly now: number
  readonly zone: Zone
}

/** Of a text in a cell; nobody reads further, and the layout need not measure it. */
const longest = 300
const longestTitle = 2000

const none: Cell = { text: '–' }

/** What a column other than the ID says of a trace. */
export function cellOf(column: string, trace: ListedTrace, { now, zone }: CellView): Cell {
  const key = annotationOf(column)
  if (key !== undefined)
    return listed(trace.annotated.filter((one) => one.key === key).map(({ value }) => String(value)))
  switch (column) {
    case 'age':
      return { text: ageText(trace.start, now), title: dateTimeText(trace.start, zone, true) }
    case 'start':
      return { text: dateTimeText(trace.start, zone, true) }
    case 'method':
      return plain(trace.method)
    case 'status':
      return plain(trace.status?.toString())
    case 'responsetime':
      return trace.responseTime === undefined ? none : { text: durationText(trace.responseTime) }
    case 'duration':
      return { text: durationText(trace.duration) }
    case 'segments':
      return trace.segments === undefined ? none : { text: countText(trace.segments) }
    case 'url':
      return plain(trace.url ?? trace.entryPoint?.name)
    case 'clientip':
      return plain(trace.clientIp)
    case 'useragent':
      return plain(trace.userAgent)
    case 'entrypoint':
      return plain(trace.entryPoint?.name)
    case 'users':
      return listed(trace.users)
    case 'annotations':
      return trace.annotations === 0
        ? none
        : { text: countText(trace.annotations), title: annotationText(trace).slice(0, longestTitle) }
    case 'traceid':
      return { text: trace.id }
    default:
      return none
  }
}

/** A line an annotation, for a hover; the last says that there are more. */
export function annotationText({ annotated, annotations }: Pick<ListedTrace, 'annotated' | 'annotations'>): string {
  const lines = annotated.map(({ key, value }) => `${key}: ${value}`)
  return [...lines, ...(annotations > annotated.length ? ['…'] : [])].join('\n')
}

/** The last eight characters, which tell traces apart on one page. */
export function shortId(id: string): string {
  return id.slice(-8)
}

function plain(text: string | undefined): Cell {
  if (text === undefined || text === '') return none
  return { text: text.slice(0, longest), title: text.slice(0, longestTitle) }
}

function listed(texts: readonly string[]): Cell {
  return plain(texts.join(', '))
}
