/**
 * Traces as a careful reader makes them of raw documents, by the X-Ray reference and our decisions 010 to 018, without
 * the code of the product: plain, slow, and only for the documents of this proof. A document that it has no rule for is
 * an error, never a guess.
 */

import type { PlainEntity, PlainHttp, PlainNode, PlainSegment, PlainSpan, PlainTrace } from './plain-model.ts'

type Json = Record<string, unknown>

/** The trace that these distinct documents are. */
export function plainTrace(id: string, texts: readonly string[]): PlainTrace {
  const chosen = new Map<string, { document: Json; span: PlainSpan; bytes: number }>()
  for (const text of texts) {
    const document = JSON.parse(text) as Json
    const key = `${document.type === 'subsegment' ? 'subsegment' : 'segment'} ${document.id}`
    const one = { document, span: spanOf(document, document.type === 'subsegment'), bytes: Buffer.byteLength(text) }
    const held = chosen.get(key)
    if (held === undefined || isBefore(one, held)) chosen.set(key, one)
  }

  const segments = new Map<string, PlainSegment>()
  const subsegments = new Map<string, PlainSpan>()
  const alone: { span: PlainSpan; parentId: string }[] = []
  for (const { document, span } of chosen.values()) {
    if (document.type === 'subsegment') alone.push({ span, parentId: String(document.parent_id) })
    else segments.set(span.id, span as PlainSegment)
    for (const subsegment of withAllInside(span)) {
      if (subsegment === span && document.type !== 'subsegment') continue
      if (subsegments.has(subsegment.id)) throw new Error(`two copies of subsegment ${subsegment.id}`)
      subsegments.set(subsegment.id, subsegment)
    }
  }
  const orphans: PlainSpan[] = []
  for (const { span, parentId } of alone) {
    const parent = segments.get(parentId) ?? subsegments.get(parentId)
    if (parent === undefined) orphans.push(span)
    else parent.inside.push(span)
  }
  for (const segment of segments.values()) {
    if (segment.parentId === undefined) continue
    const caller = subsegments.get(segment.parentId) ?? segments.get(segment.parentId)
    caller?.callees.push(segment)
  }

  const segmentOf = new Map<PlainSpan, PlainSegment>()
  const above = new Map<PlainSpan, PlainSpan>()
  for (const segment of segments.values())
    for (const span of withAllInside(segment)) {
      span.inside.sort(byStart)
      segmentOf.set(span, segment)
      for (const inside of span.inside) above.set(inside, span)
    }
  const roots: PlainSegment[] = []
  for (const segment of [...segments.values()].sort(byStart)) {
    const { parentId } = segment
    const caller = parentId === undefined ? undefined : (subsegments.get(parentId) ?? segments.get(parentId))
    // Below an orphan nobody knows the calling service.
    if (caller === undefined || !segmentOf.has(caller)) roots.push(segment)
    else above.set(segment, caller)
  }
  for (const span of [...segments.values(), ...subsegments.values()]) span.callees.sort(byStart)
  const root = roots.find(({ parentId }) => parentId === undefined) ?? roots[0]

  const inferred = [...subsegments.values()].filter(isUnanswered)
  const nodes = [
    ...[...segments.values()].map((segment): PlainNode => {
      const { entity, error, fault, throttle, end } = segment
      const ok = end !== undefined && !error && !fault && !throttle
      return { entity, error, fault, throttle, ok, isRoot: roots.includes(segment), segment }
    }),
    ...inferred.map((call): PlainNode => {
      const { error, throttle, end, http } = call
      const fault = call.fault && (http.status === undefined || http.status >= 500)
      const ok = end !== undefined && !error && !fault && !throttle
      return { entity: call.callee, error, fault, throttle, ok, isRoot: false, segment: undefined }
    }),
  ]
  const counted = [...segments.values(), ...inferred, ...orphans]
  const start = Math.min(...counted.map((span) => span.start))
  const end = Math.max(start, ...counted.flatMap((span) => span.end ?? []))
  const isRootOk = root !== undefined && root.end !== undefined && !root.error && !root.fault && !root.throttle
  return {
    id,
    revision: new Set(texts).size,
    start,
    duration: end - start,
    responseTime: root?.end === undefined ? undefined : root.end - root.start,
    ok: isRootOk,
    error: root?.error ?? false,
    fault: root?.fault ?? false,
    throttle: nodes.some(({ throttle }) => throttle),
    partial: orphans.length > 0 || [...segments.values(), ...inferred].some((span) => span.end === undefined),
    root,
    nodes,
    annotations: [...segments.values()].flatMap((segment) => {
      const own = withAllInside(segment).flatMap(({ annotations }) => annotations)
      return own.filter(([key, value], at) => own.findIndex(([other, same]) => other === key && same === value) === at)
    }),
    segmentOf,
    above,
    roots,
  }
}

/** A call that no segment answered. */
export function isUnanswered(span: PlainSpan): boolean {
  return span.namespace !== '' && span.callees.length === 0
}

/** A span, and everything within it. */
export function withAllInside(span: PlainSpan): PlainSpan[] {
  return [span, ...span.inside.flatMap(withAllInside)]
}

function byStart(a: PlainSpan, b: PlainSpan): number {
  return a.start - b.start || (a.id < b.id ? -1 : 1)
}

/** Of two documents of one id (decision 015). */
function isBefore(one: { span: PlainSpan; bytes: number }, held: { span: PlainSpan; bytes: number }): boolean {
  const [end, other] = [one.span.end ?? Number.NEGATIVE_INFINITY, held.span.end ?? Number.NEGATIVE_INFINITY]
  if (end !== other) return end > other
  if (one.bytes === held.bytes) throw new Error(`two documents of ${one.span.id} that only a hash tells apart`)
  return one.bytes > held.bytes
}

function spanOf(document: Json, isSubsegment: boolean): PlainSpan | PlainSegment {
  const namespace = isSubsegment && (document.namespace === 'aws' || document.namespace === 'remote')
  const http = httpOf(document.http)
  const exceptions = exceptionsOf(document.cause)
  const aws = objectOf(document.aws)
  const end = document.end_time === undefined ? undefined : microsOf(document.end_time)
  const start = microsOf(document.start_time)
  const span: PlainSpan = {
    id: String(document.id).toLowerCase(),
    name: String(document.name),
    start,
    end: end === undefined ? undefined : Math.max(start, end),
    ...stateOf(document, http.status, namespace && exceptions.some(isThrottling)),
    http,
    exceptions,
    annotations: Object.entries(objectOf(document.annotations)).flatMap(([key, value]) => annotation(key, value)),
    namespace: namespace ? String(document.namespace) : '',
    callee: calleeOf(document),
    user: textOf(document.user),
    inside: (Array.isArray(document.subsegments) ? document.subsegments : []).map((inside) =>
      spanOf(inside as Json, true),
    ),
    callees: [],
  }
  if (isSubsegment) return span
  const [ec2, ecs] = [objectOf(aws.ec2), objectOf(aws.ecs)]
  return {
    ...span,
    entity: { name: span.name, type: textOf(document.origin) ?? '' },
    parentId: textOf(document.parent_id),
    instance: textOf(ec2.instance_id),
    zone: textOf(ec2.availability_zone) ?? textOf(ecs.availability_zone),
    arn: textOf(document.resource_arn),
  }
}

function microsOf(seconds: unknown): number {
  if (typeof seconds !== 'number') throw new Error(`a time is ${JSON.stringify(seconds)}`)
  // The digits as they were written, for a double times a million is not exact.
  const [whole = '', fraction = ''] = seconds.toFixed(6).split('.')
  return Number(whole) * 1_000_000 + Number(fraction)
}

/** The flags that were sent; without any, what the status says (segments.md 7.1, decision 010). */
function stateOf(document: Json, status: number | undefined, isThrottled: boolean) {
  const { error, fault, throttle } = document
  const isSent = [error, fault, throttle].some((flag) => typeof flag === 'boolean')
  const sent = { error: error === true, fault: fault === true, throttle: throttle === true }
  const said = {
    error: status !== undefined && status >= 400 && status <= 499,
    fault: status !== undefined && status >= 500 && status <= 599,
    throttle: status === 429,
  }
  const state = isSent ? sent : said
  return isThrottled && throttle !== false ? { ...state, error: true, throttle: true } : state
}

/** By the types that this proof's documents throttle with, or the code in a message of botocore's. */
function isThrottling({ type, message }: { readonly type: string; readonly message: string }): boolean {
  const codes = 'ProvisionedThroughputExceededException|ThrottlingException|TooManyRequestsException'
  return (
    new RegExp(`(^|[.:#])(${codes})$`).test(type) || new RegExp(`^An error occurred \\((${codes})\\)`).test(message)
  )
}

/** segments.md 7.2; of AWS's services only those that this proof's documents call. */
function calleeOf(document: Json): PlainEntity {
  const name = String(document.name)
  if (document.namespace === 'remote') return { name, type: document.sql === undefined ? 'remote' : 'Database::SQL' }
  if (document.namespace !== 'aws') return { name: '', type: '' }
  const aws = objectOf(document.aws)
  if (name === 'DynamoDB' || name === 'dynamodb') {
    const table = textOf(aws.table_name)
    return table === undefined
      ? { name: 'DynamoDB', type: 'AWS::DynamoDB' }
      : { name: table, type: 'AWS::DynamoDB::Table' }
  }
  if (name === 'SQS') {
    const queue = textOf(aws.queue_url)?.split('/').at(-1)
    return queue === undefined ? { name, type: 'AWS::SQS' } : { name: queue, type: 'AWS::SQS::Queue' }
  }
  if (name === 'S3') return { name, type: 'AWS::S3' }
  throw new Error(`no rule for calls of ${name}`)
}

function httpOf(value: unknown): PlainHttp {
  const { request, response } = objectOf(value)
  const [asked, answered] = [objectOf(request), objectOf(response)]
  const { status } = answered
  const fields = {
    method: textOf(asked.method),
    url: textOf(asked.url),
    userAgent: textOf(asked.user_agent),
    clientIp: textOf(asked.client_ip),
    status: typeof status === 'number' && status >= 100 && status <= 999 ? status : undefined,
  }
  return Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== undefined))
}

function exceptionsOf(cause: unknown): { type: string; message: string }[] {
  const { exceptions } = objectOf(cause)
  return (Array.isArray(exceptions) ? exceptions : []).map((exception: Json) => ({
    type: textOf(exception.type) ?? '',
    message: textOf(exception.message) ?? '',
  }))
}

/** Searchable ones (decision 011). */
function annotation(key: string, value: unknown): (readonly [string, string | number | boolean])[] {
  if (!/^[A-Za-z0-9_.]{1,500}$/.test(key)) return []
  if (typeof value === 'string') return [[key, withoutHalves(value)]]
  return typeof value === 'number' || typeof value === 'boolean' ? [[key, value]] : []
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? withoutHalves(value) : undefined
}

/** Half a surrogate pair is U+FFFD (decision 011). */
function withoutHalves(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
}
