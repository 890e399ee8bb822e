import { awsService } from './aws-service.ts'
import type { Entity } from './digest.ts'
import { cut, longest, textOf } from './field-text.ts'
import { isObject, type JsonObject, type JsonValue } from './json.ts'

/** The account of everything whose sender names none (design: identity). */
export const defaultAccount = '000000000000'

/** The account that an `aws` object names; some senders print it as a number. */
export function accountOf(aws: JsonObject | undefined): string {
  const account = aws?.account_id
  if (typeof account === 'string' && account !== '') return cut(account, longest.text)
  if (typeof account === 'number' && Number.isSafeInteger(account) && account >= 0)
    return String(account).padStart(12, '0')
  return defaultAccount
}

/** The entity that a call reaches when no segment of its own arrives (segments.md 7.2). */
export function downstreamOf(subsegment: JsonObject, name: string, namespace: 'aws' | 'remote'): Entity {
  const aws = isObject(subsegment.aws) ? subsegment.aws : undefined
  const account = accountOf(aws)
  if (namespace === 'remote') return { name, type: isObject(subsegment.sql) ? 'Database::SQL' : 'remote', account }
  const service = awsService(name)
  const resource = aws === undefined ? undefined : resources.get(service)
  const resourceName = aws === undefined ? undefined : resource?.nameIn(aws)
  if (resource === undefined || resourceName === undefined || resourceName === '')
    return { name: service, type: `AWS::${service}`, account }
  return { name: resourceName, type: resource.type, account }
}

interface Resource {
  readonly type: string
  readonly nameIn: (aws: JsonObject) => string | undefined
}

/** X-Ray makes a node for each table, queue, topic and function; for any other service one node in all. */
const resources: ReadonlyMap<string, Resource> = new Map([
  ['DynamoDB', { type: 'AWS::DynamoDB::Table', nameIn: tableOf }],
  ['SQS', { type: 'AWS::SQS::Queue', nameIn: (aws: JsonObject) => after('/', aws.queue_url) }],
  ['SNS', { type: 'AWS::SNS::Topic', nameIn: (aws: JsonObject) => after(':', aws.topic_arn) }],
  ['Lambda', { type: 'AWS::Lambda', nameIn: functionOf }],
])

/** Batch operations name their tables in a list; one that names several is a call to the service. */
function tableOf(aws: JsonObject): string | undefined {
  const table = textOf(aws.table_name)
  if (table !== undefined) return table
  const tables = aws.table_names
  return Array.isArray(tables) && tables.length === 1 ? textOf(tables[0] as JsonValue) : undefined
}

/** A function is named by its name, `name:qualifier`, `account:function:name` or its ARN. */
function functionOf(aws: JsonObject): string | undefined {
  if (typeof aws.function_name !== 'string') return undefined
  const parts = aws.function_name.split(':', 8)
  return textOf(parts[parts.indexOf('function') + 1])
}

function after(separator: string, value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? textOf(value.slice(value.lastIndexOf(separator) + 1)) : undefined
}
