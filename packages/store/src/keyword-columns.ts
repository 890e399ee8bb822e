import type { Scope } from '@roentgen/filter'
import { elementOf } from './filter-sql/elements.ts'
import { causeBit, edgeBit, segmentBit } from './summary-flags.ts'

/** Where the answer to a keyword lies in `summaries`. */
export interface KeywordColumn {
  /** `µs`: the keyword is in seconds, the column in whole microseconds. */
  readonly type: 'bool' | 'µs' | 'number' | 'string' | 'annotation'
  /**
   * The columns that `sql` reads. In every scope but `trace` they are lists of one length, and `sql` speaks of one
   * element, which has a name of its own there (`segment.name`: `its_name`). So
   * `arrayExists((its_name, its_flags) -> …, segment.name, segment.flags)` is `service { … }`.
   */
  readonly columns: readonly string[]
  /** null where the keyword is absent, which is neither '' nor 0. */
  readonly sql: string
  /** Trace level only: the value is a list, and one matching element is enough. */
  readonly many?: true
}

const column = (type: KeywordColumn['type'], name: string): KeywordColumn => ({ type, columns: [name], sql: name })
const element = (type: KeywordColumn['type'], list: string, name: string): KeywordColumn => ({
  type,
  columns: [`${list}.${name}`],
  sql: elementOf(`${list}.${name}`),
})
const flag = (list: string, bit: number): KeywordColumn => ({
  type: 'bool',
  columns: [`${list}.flags`],
  sql: `bitAnd(its_flags, ${bit}) != 0`,
})
const any = (name: string): KeywordColumn => ({ type: 'string', columns: [name], sql: name, many: true })

const state = (name: 'ok' | 'error' | 'throttle' | 'fault') => ({
  trace: column('bool', name),
  service: flag('segment', segmentBit[name]),
  edge: flag('edge', edgeBit[name]),
})
const http = (type: 'string' | 'number', name: string) => ({
  trace: column(type, name),
  service: element(type, 'segment', name),
  edge: element(type, 'edge', name),
})
const ofSegments = (name: string) => ({
  trace: any(`segment.${name}`),
  service: element('string', 'segment', name),
})
const ofCauses = (make: (list: string) => KeywordColumn) => ({
  'cause service': make('cause_service'),
  'cause entity': make('cause_entity'),
  'cause exception': make('cause_exception'),
})

const annotation = ['key', 'kind', 'text', 'number'].map((name) => `annotation.${name}`)
/** Which segment an annotation belongs to; `annotation.segment = position - 1` ties it to `arrayEnumerate(segment.name)`. */
const annotationOf = (segment: readonly string[]): KeywordColumn => ({
  type: 'annotation',
  columns: [...segment, 'annotation.segment', ...annotation],
  sql: 'tuple(its_key, its_kind, its_text, its_number)',
})

/**
 * Every keyword in every scope where filters.md allows it, and the column that answers it. Groups are no keyword of a
 * trace: a group is its own expression.
 */
export const keywordColumns: Readonly<Record<string, Partial<Record<Scope, KeywordColumn>>>> = {
  ok: state('ok'),
  error: state('error'),
  throttle: state('throttle'),
  fault: state('fault'),
  partial: { trace: column('bool', 'partial'), service: flag('segment', segmentBit.partial) },
  inferred: {
    trace: column('bool', 'inferred'),
    service: flag('segment', segmentBit.inferred),
    'cause service': flag('cause_service', causeBit.inferred),
  },
  root: { service: flag('segment', segmentBit.root) },
  first: ofCauses((list) => ({ type: 'bool', columns: [`${list}.index`], sql: 'its_index = 0' })),
  last: ofCauses((list) => flag(list, causeBit.last)),
  index: ofCauses((list) => element('number', list, 'index')),
  remote: { 'cause entity': flag('cause_entity', causeBit.remote) },
  coverage: { 'cause entity': element('number', 'cause_entity', 'coverage') },
  message: { 'cause exception': element('string', 'cause_exception', 'message') },
  responsetime: {
    trace: column('µs', 'response_time'),
    service: element('µs', 'segment', 'duration'),
    edge: element('µs', 'edge', 'duration'),
  },
  duration: {
    trace: column('µs', 'duration'),
    service: element('µs', 'segment', 'duration'),
    edge: element('µs', 'edge', 'duration'),
  },
  'http.status': http('number', 'http_status'),
  'http.url': http('string', 'http_url'),
  'http.method': http('string', 'http_method'),
  'http.useragent': http('string', 'http_user_agent'),
  'http.clientip': http('string', 'http_client_ip'),
  user: ofSegments('user'),
  name: { service: element('string', 'segment', 'name'), ...ofCauses((list) => element('string', list, 'name')) },
  type: { service: element('string', 'segment', 'type'), 'cause service': element('string', 'cause_service', 'type') },
  availabilityzone: ofSegments('availability_zone'),
  'instance.id': ofSegments('instance_id'),
  'resource.arn': ofSegments('resource_arn'),
  'account.id': ofSegments('account'),
  annotation: {
    trace: {
      type: 'annotation',
      columns: annotation,
      sql: 'tuple(its_key, its_kind, its_text, its_number)',
      many: true,
    },
    service: annotationOf([]),
  },
  'source.annotation': { edge: annotationOf(['edge.from']) },
  'destination.annotation': { edge: annotationOf(['edge.to']) },
}

/** Which kind of root cause an element of the lists `cause…` belongs to. */
export function causeKindSql(kind: 'fault' | 'error' | 'responsetime'): string {
  return `bitAnd(its_flags, ${causeBit[kind]}) != 0`
}

/** The columns that hold a whole root cause, for `rootcause.json`. */
export const rootCauseColumns: readonly string[] = [
  ...['flags', 'services'].map((name) => `cause.${name}`),
  ...['flags', 'index', 'name', 'type', 'account', 'entities'].map((name) => `cause_service.${name}`),
  ...['flags', 'index', 'name', 'coverage', 'exceptions'].map((name) => `cause_entity.${name}`),
  ...['flags', 'index', 'name', 'message'].map((name) => `cause_exception.${name}`),
]
