import type { TraceListOrder } from '@roentgen/api'

/** A column of the list. Those of annotations are named by their keys: `annotation[tenant]`. */
export interface Column {
  readonly id: string
  readonly name: string
  /** Of the grid; the widths of `minmax` share what is left. */
  readonly width: string
  /** What it is sorted by; without it, nothing. */
  readonly order?: TraceListOrder
  /** Its values are the larger the smaller what it is sorted by: an age falls as the start rises. */
  readonly isReversed?: true
  readonly isNumber?: true
}

export const knownColumns = [
  { id: 'id', name: 'ID', width: '148px' },
  { id: 'age', name: 'Age', width: '96px', order: 'start', isReversed: true },
  { id: 'method', name: 'Method', width: '76px' },
  { id: 'status', name: 'Response', width: '92px', order: 'status', isNumber: true },
  { id: 'responsetime', name: 'Response time', width: '128px', order: 'responsetime', isNumber: true },
  { id: 'url', name: 'URL', width: 'minmax(200px, 4fr)' },
  { id: 'clientip', name: 'Client IP', width: '124px' },
  { id: 'annotations', name: 'Annotations', width: '108px', isNumber: true },
  { id: 'start', name: 'Start', width: '212px', order: 'start' },
  { id: 'duration', name: 'Duration', width: '100px', order: 'duration', isNumber: true },
  { id: 'segments', name: 'Segments', width: '100px', order: 'segments', isNumber: true },
  { id: 'entrypoint', name: 'Entry point', width: 'minmax(130px, 1fr)' },
  { id: 'users', name: 'Users', width: 'minmax(110px, 1fr)' },
  { id: 'useragent', name: 'User agent', width: 'minmax(140px, 1fr)' },
  { id: 'traceid', name: 'Whole ID', width: '292px' },
] as const satisfies readonly Column[]

/** Those of the workshop's page. */
export const usualColumns: readonly string[] = [
  'id',
  'age',
  'method',
  'status',
  'responsetime',
  'url',
  'clientip',
  'annotations',
]

/** The columns of these names, the ID always first; names that mean nothing are left out. */
export function columnsOf(ids: readonly string[]): readonly Column[] {
  const wanted = [...new Set(['id', ...ids])]
  return wanted.flatMap((id) => columnOf(id) ?? [])
}

function columnOf(id: string): Column | undefined {
  const key = annotationOf(id)
  if (key !== undefined) return { id, name: key, width: 'minmax(130px, 1fr)' }
  return knownColumns.find((column) => column.id === id)
}

/** The annotation that a column shows; undefined for the others. */
export function annotationOf(id: string): string | undefined {
  return /^annotation\[([\s\S]+)\]$/.exec(id)?.[1]
}

/** Pixels that a row takes at least. */
export function leastWidth(columns: readonly Column[]): number {
  return columns.reduce((sum, { width }) => sum + Number(/\d+/.exec(width)?.[0] ?? 0), 0)
}
