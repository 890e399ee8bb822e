import type { Server } from 'node:http'
import { crc32 } from 'node:zlib'
import {
  BatchGetItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  ScanCommand,
  UpdateTableCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listenLocally } from '../network/listen-locally.ts'
import { type CapacityFront, startCapacityFront } from './capacity-front.ts'

// The real SDK on one side, dynalite on the other; only the clock is held.

let now = 0
let store: Server
let front: CapacityFront
let dynamo: DynamoDBClient
const key = { TableName: 'Watches', Key: { id: { S: 'w1' } } }

beforeEach(async () => {
  now = 1_000_000
  store = dynalite({ createTableMs: 0, updateTableMs: 0 })
  front = await startCapacityFront({
    port: 0,
    behind: await listenLocally(store, 0),
    burstSeconds: 0,
    clock: () => now,
  })
  dynamo = clientOf(front.port)
  await dynamo.send(
    new CreateTableCommand({
      TableName: 'Watches',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
    }),
  )
  await waitUntilTableExists(
    { client: dynamo, minDelay: 0.05, maxDelay: 0.05, maxWaitTime: 5 },
    { TableName: 'Watches' },
  )
  await dynamo.send(new PutItemCommand({ TableName: 'Watches', Item: { id: { S: 'w1' } } }))
})

afterEach(async () => {
  dynamo.destroy()
  await front.close()
  store.closeAllConnections()
  store.close()
})

async function together(times: number, send: () => Promise<unknown>): Promise<void> {
  await Promise.all(Array.from({ length: times }, send))
}

test('one read unit is two eventually consistent reads a second; the third is refused as the SDK expects', async () => {
  await dynamo.send(new GetItemCommand(key))
  await dynamo.send(new GetItemCommand(key))
  await expect(dynamo.send(new GetItemCommand(key))).rejects.toThrow(ProvisionedThroughputExceededException)
  now += 500
  await expect(dynamo.send(new GetItemCommand(key))).resolves.toMatchObject({ Item: { id: { S: 'w1' } } })
  await expect(dynamo.send(new GetItemCommand(key))).rejects.toThrow('configured provisioned throughput')
})

test('a strongly consistent read costs the whole unit', async () => {
  await dynamo.send(new GetItemCommand({ ...key, ConsistentRead: true }))
  await expect(dynamo.send(new ScanCommand({ TableName: 'Watches' }))).rejects.toThrow(
    ProvisionedThroughputExceededException,
  )
})

test('writes have their own units', async () => {
  const put = () => dynamo.send(new PutItemCommand({ TableName: 'Watches', Item: { id: { S: 'w2' } } }))
  await expect(put()).rejects.toThrow(ProvisionedThroughputExceededException)
  now += 1000
  await put()
})

test('an SDK that may retry gets its answer when there are units again', async () => {
  const patient = clientOf(front.port, 4)
  await dynamo.send(new GetItemCommand({ ...key, ConsistentRead: true }))
  const timer = setInterval(() => {
    now += 100
  }, 20)
  const { $metadata: metadata } = await patient.send(new GetItemCommand(key))
  clearInterval(timer)
  expect(metadata.attempts).toBeGreaterThan(1)
  patient.destroy()
})

test('UpdateTable takes effect at once, and what was consumed and throttled is counted by second', async () => {
  await dynamo.send(new GetItemCommand({ ...key, ConsistentRead: true }))
  await expect(dynamo.send(new GetItemCommand(key))).rejects.toThrow()
  await dynamo.send(
    new UpdateTableCommand({
      TableName: 'Watches',
      ProvisionedThroughput: { ReadCapacityUnits: 40, WriteCapacityUnits: 1 },
    }),
  )
  now += 1000
  for (let turns = 0; turns < 4; turns += 1) await together(20, () => dynamo.send(new GetItemCommand(key)))
  await expect(dynamo.send(new GetItemCommand(key))).rejects.toThrow()
  const [report] = front.report()
  expect(report).toMatchObject({
    table: 'Watches',
    read: 40,
    write: 1,
    total: { readConsumed: 41, writeConsumed: 1, readThrottled: 2, writeThrottled: 0 },
  })
  expect(report?.seconds.map(({ second, readConsumed }) => [second, readConsumed])).toEqual([
    [1000, 1],
    [1001, 40],
  ])
})

test('with burst credit as AWS has it, five minutes of unused units are kept', async () => {
  front.setBurst(300)
  now += 300_000
  // A whole unit each.
  const read = () => dynamo.send(new GetItemCommand({ ...key, ConsistentRead: true }))
  for (let turns = 0; turns < 15; turns += 1) await together(20, read)
  await expect(dynamo.send(new GetItemCommand(key))).rejects.toThrow(ProvisionedThroughputExceededException)
}, 30_000)

test('a batch that has no room in one table uses nothing of it', async () => {
  const batch = new BatchGetItemCommand({ RequestItems: { Watches: { Keys: [{ id: { S: 'w1' } }] } } })
  await dynamo.send(batch)
  await dynamo.send(batch)
  await expect(dynamo.send(batch)).rejects.toThrow(ProvisionedThroughputExceededException)
  expect(front.report()[0]?.total.readConsumed).toBe(1)
})

test('consumed capacity is answered to those who ask for it, and to nobody else', async () => {
  const asked = await dynamo.send(new GetItemCommand({ ...key, ReturnConsumedCapacity: 'TOTAL' }))
  expect(asked.ConsumedCapacity).toEqual({ TableName: 'Watches', CapacityUnits: 0.5 })
  expect((await dynamo.send(new GetItemCommand(key))).ConsumedCapacity).toBeUndefined()
})

test('the refusal has the type, the headers and the checksum that boto3 looks for', async () => {
  await dynamo.send(new GetItemCommand({ ...key, ConsistentRead: true }))
  const answer = await fetch(`http://127.0.0.1:${front.port}/`, {
    method: 'POST',
    headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem', 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify(key),
  })
  const body = await answer.text()
  expect(answer.status).toBe(400)
  expect(JSON.parse(body)).toMatchObject({
    __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
  })
  expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.0')
  expect(answer.headers.get('x-amzn-requestid')).toMatch(/./)
  expect(answer.headers.get('x-amz-crc32')).toBe(String(crc32(body)))
})

function clientOf(port: number, maxAttempts = 1): DynamoDBClient {
  return new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    maxAttempts,
  })
}
