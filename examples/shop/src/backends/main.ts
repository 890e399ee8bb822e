// One process for what AWS and a Redis give the shop in the lab: DynamoDB with its capacity, SQS, and a Redis where there is none.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'
import { createSqsServer } from 'local-aws-sqs'
import { listenLocally } from '../network/listen-locally.ts'
import { startRedisStandIn } from '../redis/server.ts'
import { startCapacityFront } from './capacity-front.ts'
import type { BackendsAnswer, BackendsQuestion } from './messages.ts'
import { changeCapacity, makeProductTable } from './product-table.ts'

const { DYNAMODB_PORT, SQS_PORT, REDIS_PORT, BURST_SECONDS, ORDER_QUEUE = 'demostore-orderqueue' } = process.env
const loopback = '127.0.0.1'

const store = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 100 })
const front = await startCapacityFront({
  port: Number(DYNAMODB_PORT),
  behind: await listenLocally(store, 0),
  burstSeconds: Number(BURST_SECONDS ?? 0),
  clock: Date.now,
})
const dynamo = new DynamoDBClient({ endpoint: `http://${loopback}:${front.port}` })
await makeProductTable(dynamo)

await createSqsServer({
  port: Number(SQS_PORT),
  hostname: loopback,
  accountId: '000000000000',
  region: process.env.AWS_REGION ?? 'us-east-1',
  queues: [{ QueueName: ORDER_QUEUE, Attributes: { MessageRetentionPeriod: 3600, DelaySeconds: 20 } }],
})
if (REDIS_PORT !== undefined) await startRedisStandIn(Number(REDIS_PORT))

process.on('message', (question: BackendsQuestion) => {
  answer(question).then(
    (tables) => say({ id: question.id, tables }),
    (error: unknown) => say({ id: question.id, error: error instanceof Error ? error.message : String(error) }),
  )
})
say({ ready: true })

async function answer({ change }: BackendsQuestion) {
  if (change) {
    await changeCapacity(dynamo, change)
    if (change.burstSeconds !== undefined) front.setBurst(change.burstSeconds)
  }
  return front.report()
}

function say(message: BackendsAnswer): void {
  process.send?.(message)
}
