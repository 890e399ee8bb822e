import type { TraceKeyValue } from '@roentgen/api'
import { typeText } from './entity-types.ts'

const names: Readonly<Record<string, string>> = {
  url: 'URL',
  status: 'HTTP status',
  method: 'HTTP method',
  user: 'User',
  clientip: 'Client IP',
  useragent: 'User agent',
  service: 'Service',
  entrypoint: 'Entry point',
  annotation: 'Annotation',
  'rootcause.fault': 'Root cause of the fault',
  'rootcause.error': 'Root cause of the error',
  'rootcause.responsetime': 'Root cause of the response time',
  'rootcause.fault.message': 'Message of the fault',
  'rootcause.error.message': 'Message of the error',
  instance: 'Instance',
  arn: 'Resource ARN',
  zone: 'Availability zone',
}

/** What people call a key of traces: `rootcause.fault` → `Root cause of the fault`, `annotation[tenant]` → `Annotation tenant`. */
export function keyName(key: string): string {
  const annotation = /^annotation\[([\s\S]*)\]$/.exec(key)
  return annotation === null ? (names[key] ?? key) : `Annotation ${annotation[1]}`
}

/** A value of a key; `none` where a trace has none, `(empty)` where it has one of no characters, and an entity with its type. */
export function keyValueText({ value, type }: Pick<TraceKeyValue, 'value' | 'type'>): string {
  if (value === null) return 'none'
  if (value === '') return '(empty)'
  return type === undefined ? String(value) : `${value} (${typeText(type)})`
}
