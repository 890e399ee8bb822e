import { readdirSync, readFileSync } from 'node:fs'

/** What one process has used so far. */
export interface ProcessCost {
  readonly pid: number
  /** First words of its command line. */
  readonly command: string
  readonly cpuSeconds: number
  /** Resident memory, file-backed pages too. */
  readonly rssBytes: number
}

// USER_HZ of Linux, and the page size of x86-64 and most arm64 systems.
const ticksPerSecond = 100
const pageBytes = 4096

/** A process and all below it, the process itself first. Linux only. Processes that end meanwhile are left out. */
export function costsOfTree(pid: number): ProcessCost[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
  const parents = new Map(all.map((candidate) => [candidate, statOf(candidate)?.parent]))
  const tree = [pid]
  for (const member of tree) for (const [child, parent] of parents) if (parent === member) tree.push(child)
  return tree.flatMap((member) => {
    const stat = statOf(member)
    return stat
      ? [{ pid: member, command: commandOf(member), cpuSeconds: stat.cpuSeconds, rssBytes: stat.rssBytes }]
      : []
  })
}

function statOf(pid: number) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces and parentheses itself; fields are counted behind it (proc(5)).
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [utime = 0, stime = 0] = fields.slice(11, 13)
    return {
      parent: fields[1] ?? 0,
      cpuSeconds: (utime + stime) / ticksPerSecond,
      rssBytes: (fields[21] ?? 0) * pageBytes,
    }
  } catch {
    return undefined
  }
}

function commandOf(pid: number): string {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return words
      .slice(0, 3)
      .map((word) => word.split('/').at(-1))
      .join(' ')
      .trim()
  } catch {
    return '?'
  }
}
