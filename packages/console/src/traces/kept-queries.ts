const place = 'roentgen.queries'
const most = 12

/** The newest first, each once. */
export function keptQueries(storage: Pick<Storage, 'getItem'>): readonly string[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(place) ?? '[]')
    return Array.isArray(kept) ? kept.filter((query) => typeof query === 'string').slice(0, most) : []
  } catch {
    // Someone else's text under our name.
    return []
  }
}

/** Puts a query first among those that are kept; a full storage keeps those that it has. */
export function keepQuery(storage: Pick<Storage, 'getItem' | 'setItem'>, query: string): void {
  const text = query.trim()
  if (text === '') return
  const queries = [text, ...keptQueries(storage).filter((other) => other !== text)].slice(0, most)
  try {
    storage.setItem(place, JSON.stringify(queries))
  } catch {
    // Full: the query is asked all the same.
  }
}

/** Queries to begin with: what a person asks first. */
export const sampleQueries: readonly { readonly text: string; readonly says: string }[] = [
  { text: 'fault', says: 'Requests that failed by our fault (5xx)' },
  { text: 'error', says: 'Requests that the client got wrong (4xx)' },
  { text: 'throttle', says: 'Requests that were throttled (429)' },
  { text: 'responsetime > 1', says: 'Requests that took longer than a second' },
  { text: 'responsetime > 0.5 AND ok', says: 'Slow, and yet fine' },
  { text: 'http.method = "POST" AND http.status >= 400', says: 'Writes that were refused' },
  { text: 'http.url CONTAINS "/cart"', says: 'Requests for an address' },
  { text: 'rootcause.fault.exception { message CONTAINS "timeout" }', says: 'Failed because something timed out' },
  { text: 'partial', says: 'Still running, or cut off' },
]
