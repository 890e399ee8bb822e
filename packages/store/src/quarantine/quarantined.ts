import { readdir, readFile, stat, unlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { EpochSeconds } from '@roentgen/trace'
import { isMissing } from '../write-ahead/missing.ts'
import { decodeRecord, type WriteAheadRecord } from '../write-ahead/record.ts'

/** A document that the engine refused, as it is kept aside. */
export interface Quarantined {
  /** Name of its file, without the ending. */
  readonly id: string
  /** When it was put aside. */
  readonly time: EpochSeconds
  /** The engine's words. */
  readonly reason: string
  /** The line of the write-ahead file. */
  readonly line: string
  /** What the line says; undefined where it is damaged. */
  readonly record: WriteAheadRecord | undefined
}

const fileName = /^([\w-]+)\.json$/

/** The ids of all that is kept aside in this directory. */
export async function quarantinedIds(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  return names.flatMap((name) => fileName.exec(name)?.[1] ?? []).sort()
}

/** How many documents are kept aside, and the bytes of their files. */
export async function quarantineSize(directory: string): Promise<{ records: number; bytes: number }> {
  const files = await filesIn(directory)
  return { records: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) }
}

/** The documents that were put aside last, the newest first, and at most so many: no others are read. */
export async function newestQuarantined(directory: string, most: number): Promise<Quarantined[]> {
  const files = (await filesIn(directory)).sort((a, b) => b.written - a.written).slice(0, most)
  const kept: Quarantined[] = []
  for (const { id } of files) {
    const one = await readQuarantined(directory, id)
    if (one !== undefined) kept.push(one)
  }
  return kept.sort((a, b) => b.time - a.time)
}

async function filesIn(directory: string): Promise<{ id: string; bytes: number; written: number }[]> {
  const files = (await quarantinedIds(directory)).map((id) =>
    stat(pathOf(directory, id)).then(
      ({ size, mtimeMs }) => ({ id, bytes: size, written: mtimeMs }),
      () => ({ id, bytes: 0, written: 0 }),
    ),
  )
  return Promise.all(files)
}

/** undefined where there is none of that id, or what is there is no file of ours. */
export async function readQuarantined(directory: string, id: string): Promise<Quarantined | undefined> {
  if (!fileName.test(`${id}.json`)) return undefined
  let kept: unknown
  try {
    kept = JSON.parse(await readFile(pathOf(directory, id), 'utf8'))
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return undefined
    throw error
  }
  const { time, reason, record } = kept as Partial<Record<string, unknown>>
  if (typeof record !== 'string' || typeof reason !== 'string') return undefined
  return {
    id,
    // Files of the first version do not say.
    time: (typeof time === 'number' ? time : 0) as EpochSeconds,
    reason,
    line: record,
    record: decodeRecord(Buffer.from(record.replace(/\n$/, ''))),
  }
}

/** Again is no error. */
export async function dropQuarantined(directory: string, id: string): Promise<void> {
  await unlink(pathOf(directory, id)).catch((error: unknown) => {
    if (!isMissing(error)) throw error
  })
}

function pathOf(directory: string, id: string): string {
  return join(directory, `${basename(id)}.json`)
}
