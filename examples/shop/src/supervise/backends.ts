import type { BackendsAnswer, BackendsQuestion, BackendsReply, CapacityChange } from '../backends/messages.ts'
import type { CapacityReport } from '../backends/table-capacity.ts'
import { errors } from '../errors.ts'
import { compiled } from '../package-root.ts'
import { type Child, nodeProgram } from './child.ts'
import { Companion, type CompanionStatus } from './companion.ts'
import { freePort } from './free-port.ts'

/** DynamoDB, SQS and, where no other is used, Redis: one process and the way to talk to it. */
export interface Backends {
  readonly dynamodb: string
  readonly sqs: string
  /** Of the stand-in; undefined when the shop uses a redis-server. */
  readonly redis: string | undefined
  capacity(change?: CapacityChange): Promise<readonly CapacityReport[]>
  status(now: number): CompanionStatus
  close(): Promise<void>
}

const answerPatience = 10_000
const startPatience = 30_000

export async function startBackends(options: {
  readonly burstSeconds: number
  readonly ownRedis: boolean
  readonly environment: Readonly<Record<string, string>>
}): Promise<Backends> {
  const [dynamodb, sqs, redis] = [await freePort(), await freePort(), options.ownRedis ? await freePort() : undefined]
  const waiting = new Map<number, (answer: BackendsReply) => void>()
  let ready: () => void = () => {}
  const begun = new Promise<void>((resolve) => {
    ready = resolve
  })
  const companion = new Companion(
    'backends',
    nodeProgram(compiled('backends/main.js'), {
      ...options.environment,
      DYNAMODB_PORT: String(dynamodb),
      SQS_PORT: String(sqs),
      BURST_SECONDS: String(options.burstSeconds),
      ...(redis !== undefined && { REDIS_PORT: String(redis) }),
    }),
    true,
    listenTo,
  )
  let questions = 0
  const first = companion.child
  const notStarted = () => first.startError('The process of DynamoDB and SQS', startPatience)
  const died = first.exited.then(() => Promise.reject(notStarted()))
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(notStarted()), startPatience).unref()
  })
  late.catch(() => {})
  died.catch(() => {})
  try {
    await Promise.race([begun, died, late])
  } catch (error) {
    await companion.close()
    throw error
  }

  function listenTo(child: Child): void {
    child.process.on('message', (answer: BackendsAnswer) => {
      if ('ready' in answer) return ready()
      waiting.get(answer.id)?.(answer)
    })
  }

  return {
    dynamodb: `http://127.0.0.1:${dynamodb}`,
    sqs: `http://127.0.0.1:${sqs}`,
    redis: redis === undefined ? undefined : `redis://127.0.0.1:${redis}/0`,
    capacity: (change) =>
      new Promise((resolve, reject) => {
        questions += 1
        const id = questions
        const timer = setTimeout(() => {
          waiting.delete(id)
          reject(errors.backendsSilent(answerPatience / 1000))
        }, answerPatience)
        const settle = (answer: BackendsReply) => {
          clearTimeout(timer)
          waiting.delete(id)
          if ('tables' in answer) resolve(answer.tables)
          else reject(errors.backendsFailed(answer.error))
        }
        waiting.set(id, settle)
        const question: BackendsQuestion = { id, ...(change && { change }) }
        companion.child.process.send(question, (error) => error && settle({ id, error: error.message }))
      }),
    status: (now) => companion.status(now),
    close: () => companion.close(),
  }
}
