import { annotationKind, causeBit, segmentBit } from '../summary-flags.ts'

/** By what traces are told apart; `annotation` by the keys that they have, `{ annotation }` by the values of one. */
export type TraceKeyName = (typeof traceKeyNames)[number] | { readonly annotation: string }

export const traceKeyNames = [
  'url',
  'status',
  'method',
  'user',
  'clientip',
  'useragent',
  'service',
  'entrypoint',
  'annotation',
  'rootcause.fault',
  'rootcause.error',
  'rootcause.responsetime',
  'rootcause.fault.message',
  'rootcause.error.message',
  'instance',
  'arn',
  'zone',
] as const

/** One value of a key. An entity has a type besides its name, and of `annotation` it is the key. */
export interface TraceValue {
  readonly value: string | number | boolean
  readonly type?: string
}

/** Before what an entity's name is long; after the key of an annotation, which cannot have it. */
const between = '\u0001'

/** Name and type, any text each, and how many bytes the name has. */
const entities = (list: string, condition: string) =>
  `arrayMap(x -> concat(x.1, x.2, char(1), toString(length(x.1))), arrayFilter(x -> ${condition}, arrayZip(${list}.name, ${list}.type, ${list}.flags)))`
const bits = (mask: number) => `bitAnd(x.3, ${mask}) = ${mask}`
const messages = (mask: number) =>
  `arrayMap(x -> x.1, arrayFilter(x -> bitAnd(x.2, ${mask}) = ${mask}, arrayZip(cause_exception.message, cause_exception.flags)))`
const present = (column: string) => `arrayFilter(x -> isNotNull(x), ${column})`
/** A false boolean is there, but no filter finds the trace by the key alone. */
const annotationKeys = `arrayMap(x -> x.1, arrayFilter(x -> x.2 != 'boolean' or x.3 != 0, arrayZip(annotation.key, annotation.kind, annotation.number)))`
/** The number 0 has a sign, and with it a text of its own: to add 0 takes it away. */
const annotationText = (at: number) =>
  `multiIf(x.${at} = 'text', concat('0', x.${at + 1}), x.${at} = 'number', concat('1', toString(x.${at + 2} + 0)), concat('2', toString(x.${at + 2})))`

const annotationValues = `arrayMap(x -> ${annotationText(2)}, arrayFilter(x -> x.1 = {annotation_key:String}, arrayZip(annotation.key, annotation.kind, annotation.text, annotation.number)))`

/** One value a trace, or null. */
const single: Partial<Record<string, string>> = {
  url: 'http_url',
  status: 'toString(http_status)',
  method: 'http_method',
  clientip: 'http_client_ip',
  useragent: 'http_user_agent',
}

/** Any number of values a trace. */
const many: Partial<Record<string, string>> = {
  user: present('segment.user'),
  instance: present('segment.instance_id'),
  arn: present('segment.resource_arn'),
  zone: present('segment.availability_zone'),
  service: entities('segment', '1'),
  entrypoint: entities('segment', bits(segmentBit.root)),
  annotation: annotationKeys,
  'rootcause.fault': entities('cause_service', bits(causeBit.fault | causeBit.last)),
  'rootcause.error': entities('cause_service', bits(causeBit.error | causeBit.last)),
  'rootcause.responsetime': entities('cause_service', bits(causeBit.responsetime | causeBit.last)),
  'rootcause.fault.message': messages(causeBit.fault | causeBit.last),
  'rootcause.error.message': messages(causeBit.error | causeBit.last),
}

/**
 * The key of a row of `summaries` as SQL: a nullable text, with arrayJoin where a trace has several, each once; null where
 * it has none. An annotation's key is bound as `{annotation_key:String}`.
 */
export function traceKeySql(name: TraceKeyName): string {
  if (typeof name !== 'string') return joined(annotationValues)
  const list = many[name]
  return list === undefined ? (single[name] ?? 'null') : joined(list)
}

/** The values of {@link traceKeySql} as a list of texts, each once, after `mark=`; `[mark]` where a trace has none. */
export function markedValuesSql(mark: string, name: TraceKeyName | 'every annotation'): string {
  const column = typeof name === 'string' ? single[name] : undefined
  if (column !== undefined) return `[if(isNull(${column}), '${mark}', concat('${mark}=', assumeNotNull(${column})))]`
  const list = name === 'every annotation' ? everyAnnotation : typeof name === 'string' ? many[name] : annotationValues
  return `if(empty(${list}), ['${mark}'], arrayDistinct(arrayMap(x -> concat('${mark}=', assumeNotNull(x)), ${list})))`
}

/** Every annotation of a trace, key and value together, each once. */
const everyAnnotation = `arrayMap(x -> concat(x.1, char(1), ${annotationText(2)}), arrayZip(annotation.key, annotation.kind, annotation.text, annotation.number))`

function joined(list: string): string {
  return `arrayJoin(${distinct(list)})`
}

function distinct(list: string): string {
  return `if(empty(${list}), [null], arrayDistinct(arrayMap(x -> toNullable(toString(x)), ${list})))`
}

/** Keys whose values are entities: a name and a type. */
const entityKeys: ReadonlySet<TraceKeyName> = new Set<TraceKeyName>([
  'service',
  'entrypoint',
  'rootcause.fault',
  'rootcause.error',
  'rootcause.responsetime',
])

/** The value of {@link traceKeySql} as a person reads it, and seeks a part of it. */
export function readableSql(name: TraceKeyName, value: string): string {
  if (entityKeys.has(name)) return `substring(${value}, 1, toUInt64OrZero(splitByChar(char(1), ${value})[-1]))`
  if (typeof name === 'string') return value
  return `multiIf(${value} = '20', 'false', ${value} = '21', 'true', substring(${value}, 2))`
}

/** Of {@link traceKeySql}: values that have `{contains:String}` in them, whatever their case. */
export function containsSql(name: TraceKeyName, value: string): string {
  return `positionCaseInsensitiveUTF8(ifNull(${readableSql(name, value)}, ''), {contains:String}) > 0`
}

/** What a key's text says. */
export function traceValueOf(name: TraceKeyName, text: string): TraceValue {
  if (typeof name !== 'string') return { value: annotationValueOf(text) }
  if (name === 'status') return { value: Number(text) }
  if (!entityKeys.has(name)) return { value: text }
  const at = text.lastIndexOf(between)
  const entity = Buffer.from(text.slice(0, at))
  const length = Number(text.slice(at + 1))
  return { value: entity.subarray(0, length).toString(), type: entity.subarray(length).toString() }
}

/** Key and value of `every annotation`. */
export function annotationOf(text: string): { readonly key: string; readonly value: string | number | boolean } {
  const at = text.indexOf(between)
  return { key: text.slice(0, at), value: annotationValueOf(text.slice(at + 1)) }
}

function annotationValueOf(text: string): string | number | boolean {
  const kind = Number(text[0])
  const value = text.slice(1)
  if (kind === annotationKind.text) return value
  return kind === annotationKind.number ? Number(value) : value !== '0'
}
