// Loaded into the server's process with --import. Told to over IPC, it takes a CPU profile of main and of every worker
// thread; the server itself knows nothing of it.
import { type InspectorNotification, type NodeWorker, type Profiler, type Runtime, Session } from 'node:inspector'

export interface NamedThread {
  /** The system's number of the thread. */
  readonly tid: number
  /** 'main', or the file that the worker runs. */
  readonly name: string
}

/** What a thread did between start and stop. */
export interface ThreadProfile extends NamedThread {
  readonly profile: Profiler.Profile
}

/** `name` comes first, once. */
export type ProfileOrder = 'name' | 'start' | 'stop'
export interface ProfileReport {
  readonly threads: readonly NamedThread[]
  /** The answer to `stop`. */
  readonly profiles: readonly ThreadProfile[]
}

type Post = (method: string, parameters?: object) => Promise<object>

interface ReachedThread extends NamedThread {
  readonly post: Post
}

const microsBetweenSamples = 500
const session = new Session()
session.connect()
const reached: ReachedThread[] = []

process.on('message', (order: ProfileOrder) => {
  void obey(order).then((profiles) => {
    const threads = reached.map(({ tid, name }) => ({ tid, name }))
    process.send?.({ threads, profiles } satisfies ProfileReport)
  })
})
// An open channel alone must not keep a server alive that ends.
process.channel?.unref()

async function obey(order: ProfileOrder): Promise<ThreadProfile[]> {
  const profiles: ThreadProfile[] = []
  if (order === 'name') await reachThreads()
  for (const { tid, name, post: postTo } of reached) {
    if (order === 'start') {
      await postTo('Profiler.enable')
      await postTo('Profiler.setSamplingInterval', { interval: microsBetweenSamples })
      await postTo('Profiler.start')
    } else if (order === 'stop') {
      const { profile } = (await postTo('Profiler.stop')) as Profiler.StopReturnType
      profiles.push({ tid, name, profile })
    }
  }
  return profiles
}

/** Main, and every worker that runs by now. */
async function reachThreads(): Promise<void> {
  reached.push({ tid: process.pid, name: 'main', post })
  const workers: Promise<void>[] = []
  session.on('NodeWorker.attachedToWorker', ({ params }) => workers.push(reachWorker(params)))
  await post('NodeWorker.enable', { waitForDebuggerOnStart: false })
  await Promise.all(workers)
}

async function reachWorker({ sessionId, workerInfo }: NodeWorker.AttachedToWorkerEventDataType): Promise<void> {
  const worker = postToWorker(sessionId)
  const { result } = (await worker('Runtime.evaluate', {
    expression: `process.getBuiltinModule('node:fs').readlinkSync('/proc/thread-self')`,
  })) as Runtime.EvaluateReturnType
  const tid = Number(String(result.value).split('/').at(-1))
  reached.push({ tid, name: workerInfo.url.split('/').at(-1) ?? '', post: worker })
}

function post(method: string, parameters: object = {}): Promise<object> {
  return new Promise((resolve, reject) =>
    session.post(method, parameters, (error, result) => (error ? reject(error) : resolve(result ?? {}))),
  )
}

/** A worker's inspector is reached through main's: messages in messages. */
function postToWorker(sessionId: string): Post {
  let next = 0
  const waiting = new Map<number, (result: object) => void>()
  session.on(
    'NodeWorker.receivedMessageFromWorker',
    ({ params }: InspectorNotification<NodeWorker.ReceivedMessageFromWorkerEventDataType>) => {
      if (params.sessionId !== sessionId) return
      const answer: { id?: number; result?: object } = JSON.parse(params.message)
      if (answer.id !== undefined) waiting.get(answer.id)?.(answer.result ?? {})
    },
  )
  return async (method, parameters = {}) => {
    const id = next++
    const answered = new Promise<object>((resolve) => waiting.set(id, resolve))
    await post('NodeWorker.sendMessageToWorker', {
      sessionId,
      message: JSON.stringify({ id, method, params: parameters }),
    })
    return answered
  }
}
