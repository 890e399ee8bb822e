import { readdirSync, readFileSync } from 'node:fs'

/** USER_HZ of Linux. */
const ticksPerSecond = 100

/** CPU-seconds of each thread of a process so far, by the system's number of the thread. Linux only. */
export function costsOfThreads(pid: number): Map<number, number> {
  const costs = new Map<number, number>()
  for (const tid of readdirSync(`/proc/${pid}/task`).map(Number)) {
    try {
      const text = readFileSync(`/proc/${pid}/task/${tid}/stat`, 'utf8')
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
      costs.set(tid, (Number(fields[11]) + Number(fields[12])) / ticksPerSecond)
    } catch {
      // It ended meanwhile.
    }
  }
  return costs
}
