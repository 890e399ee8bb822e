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
  const ids = await quarantinedIds(directory)
  const sizes = await Promise.all(
    ids.map((id) =>
      stat(pathOf(directory, id)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  )
  return { records: ids.length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
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
