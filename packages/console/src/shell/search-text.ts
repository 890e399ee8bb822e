import { parseTraceId, type TraceId } from '@roentgen/trace'

/** What someone wrote into the search box. */
export type Sought =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'trace'; readonly id: TraceId }
  | { readonly kind: 'filter'; readonly filter: string }

/** A trace id in X-Ray's form or W3C's, bare or in the header that carries it; all else is a filter expression. */
export function readSearch(text: string): Sought {
  const bare = text.trim()
  if (bare === '') return { kind: 'nothing' }
  const inHeader =
    /^(?:x-amzn-trace-id:\s*)?(?:.*;)?root=([^;\s]+)/i.exec(bare)?.[1] ??
    /^(?:traceparent:\s*)?[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/i.exec(bare)?.[1]
  const id = parseTraceId(inHeader ?? bare)
  return id === undefined ? { kind: 'filter', filter: bare } : { kind: 'trace', id }
}
