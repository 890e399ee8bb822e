/**
 * Where a condition stands: outside of all braces, in `service { }`, in `edge { }`, and in `rootcause.….service { }`,
 * `.entity { }` and `.exception { }`.
 */
export type Scope = 'trace' | 'service' | 'edge' | 'cause service' | 'cause entity' | 'cause exception'

export type KeywordType = 'boolean' | 'seconds' | 'number' | 'text'

export interface KeywordRow {
  /** seconds: written in seconds, kept in microseconds. */
  readonly type: KeywordType
  readonly scopes: readonly Scope[]
  /** Only root causes of this kind have it. */
  readonly cause?: 'responsetime'
  /** What it says, for completions. */
  readonly says: string
  /** Values that are worth proposing. */
  readonly values?: readonly string[]
}

const causes = ['cause service', 'cause entity', 'cause exception'] as const
const requests = ['trace', 'service', 'edge'] as const

/** Every keyword of filters.md section 3 with its type and where it may stand. Annotations have forms of their own. */
export const keywords = {
  ok: { type: 'boolean', scopes: requests, says: 'answered, without error, throttling or fault' },
  error: { type: 'boolean', scopes: requests, says: 'the client was wrong: 4xx' },
  throttle: { type: 'boolean', scopes: requests, says: 'throttled: 429' },
  fault: { type: 'boolean', scopes: requests, says: 'the service failed: 5xx' },
  partial: { type: 'boolean', scopes: ['trace', 'service'], says: 'not complete yet' },
  inferred: { type: 'boolean', scopes: ['trace', 'service', 'cause service'], says: 'sent no segment of its own' },
  root: { type: 'boolean', scopes: ['service'], says: 'the trace begins here' },
  first: { type: 'boolean', scopes: causes, says: 'the first of the cause' },
  last: { type: 'boolean', scopes: causes, says: 'the last of the cause: the culprit' },
  remote: { type: 'boolean', scopes: ['cause entity'], says: 'a call to another service' },
  responsetime: { type: 'seconds', scopes: requests, says: 'seconds until the response' },
  duration: { type: 'seconds', scopes: requests, says: 'seconds in all, with what went on after the response' },
  'http.status': { type: 'number', scopes: requests, says: 'status code of the response' },
  index: { type: 'number', scopes: causes, says: 'position in the cause, from 0' },
  coverage: {
    type: 'number',
    scopes: ['cause entity'],
    cause: 'responsetime',
    says: "share of the root's response time, 0 to 1",
  },
  'http.url': { type: 'text', scopes: requests, says: 'URL of the request' },
  'http.method': {
    type: 'text',
    scopes: requests,
    says: 'method of the request',
    values: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
  },
  'http.useragent': { type: 'text', scopes: requests, says: 'user agent of the request' },
  'http.clientip': { type: 'text', scopes: requests, says: 'address of the client' },
  user: { type: 'text', scopes: ['trace', 'service'], says: 'user, on any segment' },
  name: { type: 'text', scopes: ['service', ...causes], says: 'name of the service, entity or exception' },
  type: { type: 'text', scopes: ['service', 'cause service'], says: 'type of the service' },
  message: { type: 'text', scopes: ['cause exception'], says: 'message of the exception' },
  availabilityzone: { type: 'text', scopes: ['trace', 'service'], says: 'availability zone, on any segment' },
  'instance.id': { type: 'text', scopes: ['trace', 'service'], says: 'EC2 instance, on any segment' },
  'resource.arn': { type: 'text', scopes: ['trace', 'service'], says: 'ARN of the resource, on any segment' },
  'account.id': { type: 'text', scopes: ['trace', 'service'], says: 'account, of any segment' },
} as const satisfies Readonly<Record<string, KeywordRow>>

export type Keyword = keyof typeof keywords

/** The keyword that a word spells, in any case. */
export function keywordOf(text: string): Keyword | undefined {
  const lower = text.toLowerCase()
  return Object.hasOwn(keywords, lower) ? (lower as Keyword) : undefined
}

export function keywordRow(keyword: Keyword): KeywordRow {
  return keywords[keyword]
}
