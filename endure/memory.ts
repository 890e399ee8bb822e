import { readFileSync } from 'node:fs'
import { costsOfTree } from '../bench/process-cost.ts'

/** Memory of a process and all below it, each shared page once (PSS), bytes. Linux only. */
export function memoryOfTree(pid: number): number {
  return costsOfTree(pid).reduce((sum, process) => sum + proportionalSet(process.pid), 0)
}

/** The same of each process, the first one first. */
export function memoryOfEach(pid: number): number[] {
  return costsOfTree(pid).map((process) => proportionalSet(process.pid))
}

/** Memory of one process, bytes, with its share of shared pages; 0 when it has ended. */
export function proportionalSet(pid: number): number {
  try {
    const [, kibibytes] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? []
    return Number(kibibytes ?? 0) * 1024
  } catch {
    return 0
  }
}

/** CPU time that a process and all below it have used so far, ms. */
export function cpuOfTree(pid: number): number {
  return costsOfTree(pid).reduce((sum, { cpuSeconds }) => sum + cpuSeconds * 1000, 0)
}
