import { annotationKind } from '../summary-flags.ts'
import { type BuiltInKey, valuesOf } from '../trace-values.ts'

/** By what traces are told apart; `annotation` by the keys that they have, `{ annotation }` by the values of one. */
export type TraceKeyName = BuiltInKey | { readonly annotation: string }

/** One value of a key. An entity has a type besides its name, and of `annotation` it is the key. */
export interface TraceValue {
  readonly value: string | number | boolean
  readonly type?: string
}

/** Before what an entity's name is long; after the key of an annotation, which cannot have it. */
const between = '\u0001'

/**
 * The key of a row of `summaries` as SQL: a nullable text, with arrayJoin where a trace has several, each once; null where
 * it has none. An annotation's key is bound as `{annotation_key:String}`.
 */
export function traceKeySql(name: TraceKeyName): string {
  const { elements, text } = valuesOf(name)
  const texts = `arrayDistinct(arrayMap(x -> toNullable(toString(${text})), ${elements}))`
  return `arrayJoin(if(empty(${elements}), [null], ${texts}))`
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
