import type { Flags, HttpDigest, Micros, RootCause, SummaryEdge, SummarySegment } from '@roentgen/trace'
import type { CauseLevel } from './expression.ts'
import type { Keyword } from './keywords.ts'
import type { ListedTrace } from './listed-trace.ts'

/** What a keyword says of a trace or of an element. A list: one value that passes is enough. */
export type Value = boolean | number | string | undefined | readonly (string | undefined)[]
export type Values<Element> = Partial<Readonly<Record<Keyword, (element: Element) => Value>>>

/** One service, entity or exception of a root cause. Its place is that in the whole cause. */
export interface CauseElement {
  readonly index: number
  readonly last: boolean
  readonly name: string
  readonly type?: string
  readonly inferred?: boolean
  readonly remote?: boolean
  readonly coverage?: number | undefined
  readonly message?: string
}

const ofRequest: Values<Flags & { readonly http: HttpDigest | undefined }> = {
  ok: ({ ok }) => ok,
  error: ({ error }) => error,
  throttle: ({ throttle }) => throttle,
  fault: ({ fault }) => fault,
  'http.status': ({ http }) => http?.status,
  'http.url': ({ http }) => http?.url,
  'http.method': ({ http }) => http?.method,
  'http.useragent': ({ http }) => http?.userAgent,
  'http.clientip': ({ http }) => http?.clientIp,
}

export const traceValues: Values<ListedTrace> = {
  ...ofRequest,
  partial: ({ partial }) => partial,
  inferred: ({ inferred }) => inferred,
  responsetime: ({ responseTime }) => responseTime,
  duration: ({ duration }) => duration,
  user: ({ segments }) => segments.map(({ user }) => user),
  availabilityzone: ({ segments }) => segments.map(({ availabilityZone }) => availabilityZone),
  'instance.id': ({ segments }) => segments.map(({ instanceId }) => instanceId),
  'resource.arn': ({ segments }) => segments.map(({ resourceArn }) => resourceArn),
  'account.id': ({ segments }) => segments.map(({ entity }) => entity.account),
}

const ofDuration: Values<{ readonly duration: Micros | undefined }> = {
  responsetime: ({ duration }) => duration,
  duration: ({ duration }) => duration,
}

export const segmentValues: Values<SummarySegment> = {
  ...ofRequest,
  ...ofDuration,
  partial: ({ partial }) => partial,
  inferred: ({ inferred }) => inferred,
  root: ({ root }) => root,
  user: ({ user }) => user,
  name: ({ entity }) => entity.name,
  type: ({ entity }) => entity.type,
  availabilityzone: ({ availabilityZone }) => availabilityZone,
  'instance.id': ({ instanceId }) => instanceId,
  'resource.arn': ({ resourceArn }) => resourceArn,
  'account.id': ({ entity }) => entity.account,
}

export const edgeValues: Values<SummaryEdge> = { ...ofRequest, ...ofDuration }

const ofCause: Values<CauseElement> = {
  first: ({ index }) => index === 0,
  last: ({ last }) => last,
  index: ({ index }) => index,
  name: ({ name }) => name,
}

export const causeValues: Readonly<Record<CauseLevel, Values<CauseElement>>> = {
  service: { ...ofCause, inferred: ({ inferred }) => inferred, type: ({ type }) => type },
  entity: { ...ofCause, remote: ({ remote }) => remote, coverage: ({ coverage }) => coverage },
  exception: { ...ofCause, message: ({ message }) => message },
}

/** All services, entities or exceptions of a cause, from the entry to the culprit. */
export function causeElements({ services }: RootCause, level: CauseLevel): readonly CauseElement[] {
  return numbered(levels[level](services))
}

type Unplaced = Omit<CauseElement, 'index' | 'last'>

const levels: Readonly<Record<CauseLevel, (services: RootCause['services']) => readonly Unplaced[]>> = {
  service: (services) => services.map(({ entity, inferred }) => ({ name: entity.name, type: entity.type, inferred })),
  entity: (services) => services.flatMap(({ path }) => path),
  exception: (services) => services.flatMap(({ path }) => path.flatMap(({ exceptions }) => exceptions)),
}

function numbered(elements: readonly Unplaced[]): readonly CauseElement[] {
  return elements.map((element, index) => ({ ...element, index, last: index === elements.length - 1 }))
}
