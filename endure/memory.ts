import { readFileSync } from 'node:fs'
import { costsOfTree } from '../bench/process-cost.ts'

/**
 * Memory of a process and all below it, bytes: what each has for itself, and of each file (programs, libraries) that some
 * of them map the pages of the one that has most. Unlike PSS it does not move when others that map the same files, such
 * as another engine, begin or end. Linux only.
 */
export function memoryOfTree(pid: number): number {
  let own = 0
  const files = new Map<string, number>()
  for (const process of costsOfTree(pid)) {
    const mapped = memoryOf(process.pid)
    own += mapped.own
    for (const [file, bytes] of mapped.files) files.set(file, Math.max(bytes, files.get(file) ?? 0))
  }
  return [...files.values()].reduce((sum, bytes) => sum + bytes, own)
}

/** The same of each process, the first one first; a file that several map counts in each. */
export function memoryOfEach(pid: number): number[] {
  return costsOfTree(pid).map((process) => {
    const { own, files } = memoryOf(process.pid)
    return [...files.values()].reduce((sum, bytes) => sum + bytes, own)
  })
}

/** Memory of one process, bytes, with its share of shared pages (PSS); 0 when it has ended. */
export function proportionalSet(pid: number): number {
  const [, kibibytes] = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`)) ?? []
  return Number(kibibytes ?? 0) * 1024
}

/** CPU time that a process and all below it have used so far, ms. */
export function cpuOfTree(pid: number): number {
  return costsOfTree(pid).reduce((sum, { cpuSeconds }) => sum + cpuSeconds * 1000, 0)
}

/** Resident memory of one process, bytes, nothing when it has ended: its own, and by file what it maps unchanged. */
function memoryOf(pid: number): { readonly own: number; readonly files: ReadonlyMap<string, number> } {
  let own = 0
  let file = ''
  const files = new Map<string, number>()
  // proc(5): a line `from-to rights offset device inode path` begins a mapping, lines `Name: N kB` describe it.
  for (const [, path, name, kibibytes] of read(`/proc/${pid}/smaps`).matchAll(
    /^[\da-f]+-[\da-f]+ \S+ \S+ \S+ \d+ *(.*)$|^(Rss|Anonymous): +(\d+) kB$/gm,
  )) {
    if (name === undefined) file = path?.startsWith('/') ? path : ''
    else {
      const bytes = Number(kibibytes) * 1024
      const isOwn = name === 'Anonymous'
      if (isOwn) own += bytes
      // Of a file, what was written to is among its own as well.
      files.set(file, (files.get(file) ?? 0) + (isOwn ? -bytes : bytes))
    }
  }
  return { own, files }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
