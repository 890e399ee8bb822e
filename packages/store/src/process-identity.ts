import { execFile } from 'node:child_process'
import { readFile, readlink } from 'node:fs/promises'
import { promisify } from 'node:util'

/** What tells a process from any other that ever had its pid. */
export interface ProcessIdentity {
  readonly pid: number
  /** Its start: clock ticks since boot on Linux, a date elsewhere. */
  readonly started: string
  /** Of the running system; '' where `started` is a date. */
  readonly boot: string
  /** The namespace in which `pid` means this process: a container has its own. '' where there are none. */
  readonly namespace: string
}

export async function thisProcess(): Promise<ProcessIdentity> {
  const started = await startOf(process.pid)
  if (started === undefined) throw new Error(`the start of this process (${process.pid}) cannot be read`)
  return { pid: process.pid, started, ...(await surroundings()) }
}

/** Whether that process lives; undefined when it cannot be seen from here, as it ran in another container or before a restart. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean | undefined> {
  const { boot, namespace } = await surroundings()
  if (boot !== identity.boot || namespace !== identity.namespace) return undefined
  return (await startOf(identity.pid)) === identity.started
}

async function surroundings(): Promise<{ boot: string; namespace: string }> {
  if (process.platform !== 'linux') return { boot: '', namespace: '' }
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
  return { boot: boot.trim(), namespace: await readlink('/proc/self/ns/pid') }
}

/** undefined when no such process runs. */
function startOf(pid: number): Promise<string | undefined> {
  return process.platform === 'linux' ? startTicks(pid) : startDate(pid)
}

async function startTicks(pid: number): Promise<string | undefined> {
  let line: string
  try {
    line = await readFile(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return undefined
  }
  // proc(5): the name, which may hold anything, is in brackets; the state follows, the start is the 20th after the name.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  // A killed process whose parent has not looked yet is a zombie: it holds nothing any more.
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
}

async function startDate(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], {
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    })
    return stdout.trim() || undefined
  } catch {
    return undefined
  }
}
