import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The engine's own lock: chDB keeps it while it runs (flock), and its text names the process. */
export function lockFileOf(databaseDirectory: string): string {
  return join(databaseDirectory, 'status')
}

/** The living process that the lock file names, for people: `process 4711 (node …)`. Undefined where there is none. */
export async function holderOf(databaseDirectory: string): Promise<string | undefined> {
  const text = await readFile(lockFileOf(databaseDirectory), 'utf8').catch(() => '')
  const pid = Number(/^PID: (\d+)/m.exec(text)?.[1] ?? 0)
  if (pid === 0 || pid === process.pid || !isAlive(pid)) return undefined
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  const words = command.replaceAll('\0', ' ').trim().slice(0, 120)
  return words === '' ? `process ${pid}` : `process ${pid} (${words})`
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (fault) {
    return fault instanceof Error && 'code' in fault && fault.code === 'EPERM'
  }
}
