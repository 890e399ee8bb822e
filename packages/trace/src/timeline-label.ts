import { downstreamOf } from './downstream.ts'
import { cut } from './field-text.ts'
import { isObject, type JsonObject } from './json.ts'
import type { SpanKind } from './timeline.ts'

/** UTF-16 units; screens cut earlier. */
const longestLabel = 250

/** What stands beside a bar (console.md section 4): what was asked of whom. '' for local work. */
export function labelOf(document: JsonObject, kind: SpanKind): string {
  if (isObject(document.sql)) return sqlLabel(document.sql)
  if (isObject(document.aws) && typeof document.aws.operation === 'string') return awsLabel(document, document.aws)
  if (!isObject(document.http) || !isObject(document.http.request)) return ''
  const { method, url } = document.http.request
  const request = [text(method), withoutScheme(text(url))].filter((part) => part !== '').join(' ')
  if (request === '') return ''
  return cut(kind === 'segment' ? request : `Remote: ${request}`, longestLabel)
}

function awsLabel(document: JsonObject, aws: JsonObject): string {
  const operation = text(aws.operation)
  const { name, type } = downstreamOf(document, text(document.name), 'aws')
  const resource = type === `AWS::${name}` ? text(aws.bucket_name) : name
  return cut(resource === '' ? operation : `${operation}: ${resource}`, longestLabel)
}

function sqlLabel({ sanitized_query, url }: JsonObject): string {
  const query = text(sanitized_query).slice(0, 4 * longestLabel)
  return cut(query === '' ? withoutScheme(text(url)) : query.replace(/\s+/g, ' ').trim(), longestLabel)
}

function withoutScheme(url: string): string {
  return url.replace(/^[a-z][a-z\d+.-]*:\/\//i, '')
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
