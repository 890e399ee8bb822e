import { defaultRange, parseRange, type Range } from './range.ts'

/** What every page shares, all of it in the URL. Pages keep more parameters of their own beside these. */
export interface View {
  readonly range: Range
  readonly group: string
  readonly filter: string
}

export const defaultGroup = 'Default'

export function readView(search: string): View {
  const parameters = new URLSearchParams(search)
  return {
    range: parseRange(parameters.get('timeRange') ?? '') ?? defaultRange,
    group: parameters.get('group') ?? defaultGroup,
    filter: parameters.get('filter') ?? '',
  }
}

/** The search part of a URL with some parameters changed; undefined removes one. What is default is left out. */
export function changeSearch(search: string, changes: Readonly<Record<string, string | undefined>>): string {
  const parameters = new URLSearchParams(search)
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') parameters.delete(name)
    else parameters.set(name, value)
  }
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}
