import { readFileSync } from 'node:fs'
import { costsOfTree } from '../bench/process-cost.ts'

/**
 * Memory of a process and all below it, bytes: what each has for itself, and of each file (programs, libraries) that some
 * of them map the pages of the one that has most; the sum of their PSS where that is more, since two may have different
 * pages of a file. Unlike PSS it does not fall when others that map the same files, such as another engine, begin. Linux only.
 */
export function memoryOfTree(pid: number): number {
  return memoryIn(costsOfTree(pid).map((process) => read(`/proc/${process.pid}/smaps`)))
}

/** The same, of the smaps of each process (proc(5)). */
export function memoryIn(smaps: readonly string[]): number {
  let own = 0
  let shares = 0
  const files = new Map<string, number>()
  for (const text of smaps) {
    const mapped = mappedIn(text)
    own += mapped.own
    shares += mapped.share
    for (const [file, bytes] of mapped.files) files.set(file, Math.max(bytes, files.get(file) ?? 0))
  }
  return Math.max(
    shares,
    [...files.values()].reduce((sum, bytes) => sum + bytes, own),
  )
}

/** Resident memory of each process (RSS), the first one first, bytes; what several have counts in each. */
export function memoryOfEach(pid: number): number[] {
  return costsOfTree(pid).map((process) => sizeOf(process.pid, 'Rss'))
}

/** Memory of one process, bytes, with its share of shared pages (PSS); 0 when it has ended. */
export function proportionalSet(pid: number): number {
  return sizeOf(pid, 'Pss')
}

/** CPU time that a process and all below it have used so far, ms. */
export function cpuOfTree(pid: number): number {
  return costsOfTree(pid).reduce((sum, { cpuSeconds }) => sum + cpuSeconds * 1000, 0)
}

function sizeOf(pid: number, name: 'Rss' | 'Pss'): number {
  const [, kibibytes] = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(read(`/proc/${pid}/smaps_rollup`)) ?? []
  return Number(kibibytes ?? 0) * 1024
}

interface Mapped {
  readonly own: number
  /** PSS. */
  readonly share: number
  /** What is mapped unchanged, by file. */
  readonly files: ReadonlyMap<string, number>
}

/** Resident memory of one process, bytes. */
function mappedIn(smaps: string): Mapped {
  let own = 0
  let share = 0
  let file = ''
  const files = new Map<string, number>()
  // proc(5): a line `from-to rights offset device inode path` begins a mapping, lines `Name: N kB` describe it.
  for (const [, path, name, kibibytes] of smaps.matchAll(
    /^[\da-f]+-[\da-f]+ \S+ \S+ \S+ \d+ *(.*)$|^(Rss|Pss|Anonymous): +(\d+) kB$/gm,
  )) {
    const bytes = Number(kibibytes) * 1024
    if (name === undefined) file = path?.startsWith('/') ? path : ''
    else if (name === 'Pss') share += bytes
    else {
      const isOwn = name === 'Anonymous'
      if (isOwn) own += bytes
      // Of a file, what was written to is among its own as well.
      files.set(file, (files.get(file) ?? 0) + (isOwn ? -bytes : bytes))
    }
  }
  return { own, share, files }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
