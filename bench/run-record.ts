import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'

/** What every measured or proved run says of itself, so that it can be done again. */
export interface RunRecord {
  readonly name: string
  readonly seed: number
  /** Commit of the checkout, with `-dirty` where files had changed. */
  readonly commit: string
  /** ISO 8601. */
  readonly at: string
  readonly node: string
  readonly machine: string
}

export function runRecord(name: string, seed: number): RunRecord {
  const [cpu] = cpus()
  return {
    name,
    seed,
    commit: commitHere(),
    at: new Date().toISOString(),
    node: process.version,
    machine: `${cpus().length} × ${cpu?.model.trim() ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}`,
  }
}

/** Writes a file under a results folder, named by time and run; gives its path. */
export function writeResult(folder: string, record: RunRecord, ending: 'json' | 'md', text: string): string {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${record.at.slice(0, 19).replace(/[:T]/g, '-')}-${record.name}.${ending}`)
  writeFileSync(path, text)
  return path
}

/** A seed given as text, or a fresh one that fits on a line. */
export function seedFrom(text: string | undefined): number {
  return text === undefined ? Math.floor(Math.random() * 1e9) : Number(text)
}

function commitHere(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty', '--abbrev=12'], { encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
}
