import { once } from 'node:events'
import type { Profiler } from 'node:inspector'
import { runGenerator, type Workload } from './generator.ts'
import { watchLoad } from './load-watch.ts'
import type { ProfileOrder, ProfileReport, ThreadProfile } from './profile-threads.ts'
import { startServerProcess } from './server-process.ts'
import { costsOfThreads } from './thread-costs.ts'
import { ask, xrayClient } from './xray-client.ts'

export interface ProfilePlan extends Omit<Workload, 'url' | 'prefix'> {
  readonly dataDir: string
  /** Documents sent before anything is counted: compilers and caches are warm then. */
  readonly warmUp: number
  /** Samples the threads' stacks; costs a tenth more CPU, so costs alone are measured without. */
  readonly stacks: boolean
  /** Functions to name of each thread. */
  readonly functions: number
}

/** Where the CPU time of ingest goes: by process, by the server's threads and, with `stacks`, by function. */
export async function profileIngest(plan: ProfilePlan): Promise<string> {
  const preload = new URL('./profile-threads.js', import.meta.url).href
  const server = await startServerProcess(plan.dataDir, [], ['--import', preload])
  const client = xrayClient(server.url, 1)
  const workload = { ...plan, url: server.url }
  const send = async (documents: number, prefix: string, seed: number) => {
    const sent = await runGenerator('http', { ...workload, documents, prefix, seed })
    await ask(client, '/api/flush', {})
    return sent
  }
  const order = async (order: ProfileOrder): Promise<ProfileReport> => {
    const answer = once(server.child, 'message')
    server.child.send(order)
    const [report]: ProfileReport[] = await answer
    if (report === undefined) throw new Error('the profiled server sent an empty message')
    return report
  }

  await send(plan.warmUp, 'warm-', plan.seed + 1)
  const { threads } = await order('name')
  if (plan.stacks) await order('start')
  const before = costsOfThreads(server.pid)
  const watch = watchLoad(server.pid)
  const sent = await send(plan.documents, 'http-', plan.seed)
  const after = costsOfThreads(server.pid)
  const { processes, peakRssBytes } = watch.stop()
  const profiles = plan.stacks ? (await order('stop')).profiles : []
  client.close()
  await server.stop()

  const perMillion = (seconds: number) => (seconds / sent.documents) * 1e6
  const names = new Map([[server.pid, 'main'], ...threads.map(({ tid, name }) => [tid, name] as const)])
  const ofThreads = [...after]
    .map(([tid, seconds]) => ({
      name: names.get(tid) ?? `thread ${tid - server.pid}`,
      seconds: seconds - (before.get(tid) ?? 0),
    }))
    .filter(({ seconds }) => perMillion(seconds) >= 0.5)
    .sort((a, b) => b.seconds - a.seconds)
  return [
    `${sent.documents} documents, ${Math.round(sent.documents / sent.seconds)}/s; CPU-seconds per million:`,
    ...processes.map(({ command, cpuSeconds }) => row(perMillion(cpuSeconds), command)),
    `threads of the server:`,
    ...ofThreads.map(({ name, seconds }) => row(perMillion(seconds), name)),
    `memory of all processes, at most: ${Math.round(peakRssBytes / 2 ** 20)} MiB`,
    ...profiles.flatMap((thread) => functionsOf(thread, plan.functions, perMillion)),
  ].join('\n')
}

/** A thread's functions by the time spent in them and not in what they called. */
function functionsOf(
  { name, profile }: ThreadProfile,
  most: number,
  perMillion: (seconds: number) => number,
): string[] {
  const seconds = new Map<string, number>()
  const nodes = new Map(profile.nodes.map((node) => [node.id, node.callFrame]))
  profile.samples?.forEach((id, at) => {
    const where = placeOf(nodes.get(id))
    seconds.set(where, (seconds.get(where) ?? 0) + (profile.timeDeltas?.[at] ?? 0) / 1e6)
  })
  seconds.delete('(idle)')
  return [
    `functions of ${name}:`,
    ...[...seconds]
      .sort((a, b) => b[1] - a[1])
      .slice(0, most)
      .map(([where, spent]) => row(perMillion(spent), where)),
  ]
}

function placeOf(frame: Profiler.ProfileNode['callFrame'] | undefined): string {
  if (frame === undefined) return '?'
  const { functionName, url, lineNumber } = frame
  const file = url.split('/').slice(-2).join('/')
  return `${functionName || '(anonymous)'}${file === '' ? '' : ` ${file}:${lineNumber + 1}`}`
}

function row(value: number, what: string): string {
  return `${value.toFixed(1).padStart(8)}  ${what}`
}
