import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The engine's own lock: chDB keeps it while it runs (flock), and its text names the process. */
function lockFileOf(databaseDirectory: string): string {
  return join(databaseDirectory, 'status')
}

/** The living process that the lock file names, for people: `process 4711 (node …)`. Undefined where there is none. */
export async function holderOf(databaseDirectory: string): Promise<string | undefined> {
  const pid = await namedHolder(databaseDirectory)
  if (pid === undefined || pid === process.pid || !isAlive(pid)) return undefined
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  const words = command.replaceAll('\0', ' ').trim().slice(0, 120)
  return words === '' ? `process ${pid}` : `process ${pid} (${words})`
}

/** A hint where nobody visible holds the lock: in another container the number means another process. */
export async function lastHolderOf(databaseDirectory: string): Promise<string> {
  const pid = await namedHolder(databaseDirectory)
  return pid === undefined ? '' : ` (its lock file names process ${pid}, which cannot be seen from here)`
}

async function namedHolder(databaseDirectory: string): Promise<number | undefined> {
  const text = await readFile(lockFileOf(databaseDirectory), 'utf8').catch(() => '')
  const pid = /^PID: (\d+)/m.exec(text)?.[1]
  return pid === undefined ? undefined : Number(pid)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (fault) {
    return fault instanceof Error && 'code' in fault && fault.code === 'EPERM'
  }
}
