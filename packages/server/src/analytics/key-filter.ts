import type { TraceKey, TraceKeyValue } from '@roentgen/api'
import { textLiteral } from '@roentgen/filter'
import { type TraceKeyName, type TraceValue, traceKeyNames } from '@roentgen/store'
import { apiError } from '../errors.ts'

/** The key that a request names. @throws InvalidRequestException */
export function keyOf(text: string): TraceKeyName {
  const [, annotation] = /^annotation\[([\s\S]+)\]$/.exec(text) ?? []
  if (annotation !== undefined) return { annotation }
  const known = traceKeyNames.find((name) => name === text)
  if (known === undefined) throw apiError('badChoice', 'by', text, [...traceKeyNames, 'annotation[key]'])
  return known
}

export function keyText(key: TraceKeyName): TraceKey {
  return typeof key === 'string' ? key : `annotation[${key.annotation}]`
}

/** Keywords whose value is that of the key. */
const keywords: Partial<Record<string, string>> = {
  url: 'http.url',
  status: 'http.status',
  method: 'http.method',
  clientip: 'http.clientip',
  useragent: 'http.useragent',
  user: 'user',
  instance: 'instance.id',
  arn: 'resource.arn',
  zone: 'availabilityzone',
}

/** As an answer gives a value: with the filter that finds its traces. */
export function keyValue(key: TraceKeyName, found: TraceValue | undefined): TraceKeyValue {
  const filter = filterOf(key, found)
  return found === undefined ? { value: null, filter } : { ...found, filter }
}

function filterOf(key: TraceKeyName, found: TraceValue | undefined): string | null {
  if (typeof key !== 'string') return annotationFilter(key.annotation, found?.value)
  const keyword = keywords[key]
  if (keyword !== undefined) return found === undefined ? `!${keyword}` : `${keyword} = ${literal(found.value)}`
  const entity = found && `name: ${literal(found.value)}, type: ${textLiteral(found.type ?? '')}`
  const causeEntity = found && `last and name = ${literal(found.value)} and type = ${textLiteral(found.type ?? '')}`
  switch (key) {
    case 'service':
      return entity === undefined ? '!service()' : `service(id(${entity}))`
    case 'entrypoint':
      return entity === undefined ? '!service() { root }' : `service(id(${entity})) { root }`
    case 'annotation':
      // A trace whose annotations are all false has none of these keys either.
      return found === undefined ? null : `annotation[${textLiteral(String(found.value))}]`
    case 'rootcause.fault':
    case 'rootcause.error':
    case 'rootcause.responsetime':
      return causeEntity === undefined ? `!${key}.service { last }` : `${key}.service { ${causeEntity} }`
    case 'rootcause.fault.message':
    case 'rootcause.error.message': {
      const exception = key.replace('message', 'exception')
      return found === undefined
        ? `!${exception} { last }`
        : `${exception} { last and message = ${literal(found.value)} }`
    }
    default:
      return null
  }
}

function annotationFilter(key: string, value: TraceValue['value'] | undefined): string {
  const name = `annotation[${textLiteral(key)}]`
  return value === undefined ? `!${name} AND !(${name} = false)` : `${name} = ${literal(value)}`
}

function literal(value: TraceValue['value']): string {
  return typeof value === 'string' ? textLiteral(value) : String(value)
}
