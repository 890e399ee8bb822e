import { describe, expect, test } from 'vitest'
import { digestDocument } from './index.ts'
import type { JsonObject } from './json.ts'

function downstreamOf(call: JsonObject) {
  const times = { start_time: 1795365709.5, end_time: 1795365709.75 }
  const digest = digestDocument(
    JSON.stringify({
      id: '00000000000000a1',
      name: 'shop',
      trace_id: '1-6b031b4e-41cf7f587be6b9c4ad1d06a3',
      ...times,
      subsegments: [{ id: '00000000000000b1', ...times, ...call }],
    }),
  )
  if (digest === undefined) throw new Error('the document was not admitted')
  return digest.span.children[0]?.downstream
}

const queue = 'https://sqs.us-east-1.amazonaws.com/123456789012/orders.fifo'
const topic = 'arn:aws:sns:us-east-1:123456789012:order-placed'
const lambda = 'arn:aws:lambda:us-east-1:123456789012:function:resize'

interface Case {
  readonly sent: string
  readonly aws?: JsonObject
  readonly name: string
  readonly type: string
}

describe('a call of an AWS service reaches', () => {
  test.each<Case>([
    { sent: 'DynamoDB', aws: { table_name: 'Cart' }, name: 'Cart', type: 'AWS::DynamoDB::Table' },
    { sent: 'dynamodb', aws: { table_name: 'Cart' }, name: 'Cart', type: 'AWS::DynamoDB::Table' },
    { sent: 'AmazonDynamoDBv2', aws: { table_name: 'Cart' }, name: 'Cart', type: 'AWS::DynamoDB::Table' },
    { sent: 'DynamoDB', aws: { table_names: ['Cart'] }, name: 'Cart', type: 'AWS::DynamoDB::Table' },
    { sent: 'DynamoDB', aws: { table_names: ['Cart', 'Users'] }, name: 'DynamoDB', type: 'AWS::DynamoDB' },
    { sent: 'DynamoDb', aws: { operation: 'ListTables' }, name: 'DynamoDB', type: 'AWS::DynamoDB' },
    { sent: 'DynamoDBv2', name: 'DynamoDB', type: 'AWS::DynamoDB' },
    { sent: 'DynamoDB', aws: { table_name: '' }, name: 'DynamoDB', type: 'AWS::DynamoDB' },
    { sent: 'DynamoDB', aws: { table_name: 7 }, name: 'DynamoDB', type: 'AWS::DynamoDB' },
    { sent: 'SQS', aws: { queue_url: queue }, name: 'orders.fifo', type: 'AWS::SQS::Queue' },
    { sent: 'sqs', aws: { operation: 'ListQueues' }, name: 'SQS', type: 'AWS::SQS' },
    { sent: 'Sqs', aws: { queue_url: 'orders' }, name: 'orders', type: 'AWS::SQS::Queue' },
    { sent: 'SNS', aws: { topic_arn: topic }, name: 'order-placed', type: 'AWS::SNS::Topic' },
    { sent: 'sns', name: 'SNS', type: 'AWS::SNS' },
    { sent: 'SimpleNotificationService', name: 'SNS', type: 'AWS::SNS' },
    { sent: 'Lambda', aws: { function_name: 'resize' }, name: 'resize', type: 'AWS::Lambda' },
    { sent: 'lambda', aws: { function_name: 'resize:live' }, name: 'resize', type: 'AWS::Lambda' },
    { sent: 'AWSLambda', aws: { function_name: lambda }, name: 'resize', type: 'AWS::Lambda' },
    { sent: 'Lambda', aws: { function_name: `${lambda}:live` }, name: 'resize', type: 'AWS::Lambda' },
    { sent: 'Lambda', aws: { function_name: '123456789012:function:resize' }, name: 'resize', type: 'AWS::Lambda' },
    { sent: 'Lambda', name: 'Lambda', type: 'AWS::Lambda' },
    { sent: 'S3', aws: { bucket_name: 'images' }, name: 'S3', type: 'AWS::S3' },
    { sent: 's3', name: 'S3', type: 'AWS::S3' },
    { sent: 'Amazon S3', name: 'S3', type: 'AWS::S3' },
    { sent: 'Secrets Manager', name: 'SecretsManager', type: 'AWS::SecretsManager' },
    { sent: 'secretsmanager', name: 'SecretsManager', type: 'AWS::SecretsManager' },
    { sent: 'states', name: 'StepFunctions', type: 'AWS::StepFunctions' },
    { sent: 'AWS::Kinesis', name: 'Kinesis', type: 'AWS::Kinesis' },
    { sent: 'BrandNewService', name: 'BrandNewService', type: 'AWS::BrandNewService' },
    { sent: 'constructor', name: 'constructor', type: 'AWS::constructor' },
  ])('$sent $aws → $name, $type', ({ sent, aws, name, type }) => {
    expect(downstreamOf({ name: sent, namespace: 'aws', ...(aws && { aws }) })).toEqual({
      name,
      type,
      account: '000000000000',
    })
  })

  test.each([
    { sent: '123456789012', account: '123456789012' },
    { sent: 12345678901, account: '012345678901' },
    { sent: '', account: '000000000000' },
    { sent: null, account: '000000000000' },
  ])('the account that it names: $sent', ({ sent, account }) => {
    expect(downstreamOf({ name: 'S3', namespace: 'aws', aws: { account_id: sent } })).toMatchObject({ account })
  })
})

describe('another call', () => {
  const account = '000000000000'
  test.each([
    { says: 'over HTTP', call: { name: 'cart.local', namespace: 'remote', http: {} }, type: 'remote' },
    { says: 'of nothing known', call: { name: 'cache', namespace: 'remote' }, type: 'remote' },
    { says: 'of a database', call: { name: 'orders@db', namespace: 'remote', sql: {} }, type: 'Database::SQL' },
    { says: 'named by a whole URL (Python)', call: { name: 'http://cart:80/x', namespace: 'remote' }, type: 'remote' },
  ])('$says reaches a $type by the name that was sent', ({ call, type }) => {
    expect(downstreamOf(call)).toEqual({ name: call.name, type, account })
  })

  test.each([
    { says: 'no namespace', call: { name: 'work' } },
    { says: 'namespace local', call: { name: 'work', namespace: 'local' } },
    { says: 'an unknown namespace', call: { name: 'work', namespace: 'AWS' } },
    { says: 'a query but no namespace', call: { name: 'orders@db', sql: {} } },
  ])('with $says reaches nothing', ({ call }) => {
    expect(downstreamOf(call)).toBeUndefined()
  })
})
