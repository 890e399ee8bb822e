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
  return { ...resourceOf(service, aws), account }
}

/** X-Ray makes a node for each table, queue, topic and function; for any other service one node in all. */
function resourceOf(service: string, aws: JsonObject | undefined): { name: string; type: string } {
  if (aws !== undefined) {
    const resource = resources[service]?.(aws)
    if (resource?.name !== undefined && resource.name !== '') return { name: resource.name, type: resource.type }
  }
  return { name: service, type: `AWS::${service}` }
}

type Resource = (aws: JsonObject) => { name: string | undefined; type: string }

const resources: { readonly [service: string]: Resource | undefined } = Object.assign(Object.create(null), {
  DynamoDB: (aws: JsonObject) => ({ name: tableOf(aws), type: 'AWS::DynamoDB::Table' }),
  SQS: (aws: JsonObject) => ({ name: after('/', textOf(aws.queue_url, 1000)), type: 'AWS::SQS::Queue' }),
  SNS: (aws: JsonObject) => ({ name: after(':', textOf(aws.topic_arn, 1000)), type: 'AWS::SNS::Topic' }),
  Lambda: (aws: JsonObject) => ({ name: functionOf(textOf(aws.function_name, 1000)), type: 'AWS::Lambda' }),
})

/** Batch operations name their tables in a list; one that names several is a call to the service. */
function tableOf(aws: JsonObject): string | undefined {
  const table = textOf(aws.table_name)
  if (table !== undefined) return table
  const tables: JsonValue | undefined = aws.table_names
  return Array.isArray(tables) && tables.length === 1 ? textOf(tables[0] as JsonValue) : undefined
}

/** A function is named by its name, `name:qualifier`, `account:function:name` or its ARN. */
function functionOf(name: string | undefined): string | undefined {
  if (name === undefined) return undefined
  const parts = name.split(':')
  const marker = parts.indexOf('function')
  return cutToText(marker >= 0 && marker + 1 < parts.length ? parts[marker + 1] : parts[0])
}

function after(separator: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : cutToText(text.slice(text.lastIndexOf(separator) + 1))
}

function cutToText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : cut(text, longest.text)
}
