import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Log, ResolvedOptions } from './engine-options.ts'

const ENTRY = fileURLToPath(new URL('../dist/engine-process.js', import.meta.url))
/** Below the threads that receive, yet a question is not kept waiting: at 10 one in ten waited a scheduler's round. */
const NICENESS = 5

/** The engine's process as the system sees it: its memory, its clock, its priority, and what it prints in the log. */
export function spawnProcess(options: ResolvedOptions, log: Log): ChildProcess {
  const sessions = Object.values(options.lanes).reduce((sum, lane) => sum + lane.sessions, 0)
  const child = fork(ENTRY, [], {
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      // Each running query holds a thread of libuv's pool; files and compression need some beside them.
      UV_THREADPOOL_SIZE: String(sessions + 4),
      // Answers of some megabytes would leave holes of their size in glibc's heap, 30 MiB of them after a map.
      MALLOC_MMAP_THRESHOLD_: String(256 * 1024),
      // A day must be the same 24 hours wherever the laptop travels: partitions are days.
      TZ: 'UTC',
    },
  })
  lowerPriority(child)
  child.on('error', (fault) => log('error', "the engine's process could not be reached", { reason: fault.message }))
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) {
      createInterface(stream).on('line', (line) => {
        // Said at each attempt while the directory is held; 'waiting' is logged once instead.
        const level = line.includes('Cannot lock file') ? 'debug' : 'warn'
        log(level, 'the engine says', { pid: child.pid, line })
      })
    }
  }
  return child
}

export function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null
}

export async function endProcess(child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

/** Threads take the priority of the one that starts them: it must be set before the process has any. */
function lowerPriority(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    setPriority(child.pid, NICENESS)
  } catch {
    // A process that is already gone is reported by its exit.
  }
}

/** None where the system does not tell, or the process has ended. */
function threadsOf(pid: number | undefined): number[] {
  try {
    return pid === undefined ? [] : readdirSync(`/proc/${pid}/task`).map(Number)
  } catch {
    return []
  }
}

/** Threads that the process began before it was lowered kept their priority. One above ours was raised on purpose. */
export function lowerPriorityOfThreads(child: ChildProcess): void {
  for (const thread of threadsOf(child.pid)) {
    try {
      const priority = getPriority(thread)
      if (priority >= getPriority() && priority < NICENESS) setPriority(thread, NICENESS)
    } catch {
      // It has ended.
    }
  }
}
