import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { isObject, type JsonValue } from '@roentgen/trace'
import { errors } from '../errors.ts'

/** One day of a backup. */
export interface BackupDay {
  /** Of the file beside the manifest: lines of JSON, gzip. */
  readonly file: string
  readonly documents: number
  /** Of the file. */
  readonly bytes: number
  readonly sha256: string
  /** Documents received before are in it; epoch microseconds. */
  readonly until: number
  /** Rows that the store had of that day: as long as it has no others, the file is up to date. */
  readonly rows: number
}

export interface Manifest {
  readonly format: 'roentgen-backup'
  readonly version: 1
  /** Which store this is a backup of. */
  readonly store: string
  readonly days: Readonly<Record<string, BackupDay>>
  /** What people had set; backups of the first versions have none. */
  readonly groups?: BackupGroups
}

/** The groups of a backup, as the server gave them: one file of JSON beside the manifest. */
export interface BackupGroups {
  readonly file: string
  readonly groups: number
  readonly sha256: string
}

export const manifestName = 'manifest.json'

/** undefined where there is none. Throws CommandError where it is not readable. */
export async function readManifest(directory: string): Promise<Manifest | undefined> {
  const path = join(directory, manifestName)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (code === 'ENOENT') return undefined
    throw errors.unreadable(path, code)
  }
  return manifestOf(path, parsed(path, text))
}

/** In one step: whoever reads sees the old one or the new one. */
export async function writeManifest(directory: string, manifest: Manifest): Promise<void> {
  const path = join(directory, manifestName)
  await writeDurably(`${path}.part`, `${JSON.stringify(manifest, undefined, 2)}\n`)
  await rename(`${path}.part`, path)
  const handle = await open(directory, 'r')
  await handle.sync().finally(() => handle.close())
}

export async function writeDurably(path: string, text: string): Promise<void> {
  const handle = await open(path, 'w')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function parsed(path: string, text: string): JsonValue {
  try {
    return JSON.parse(text)
  } catch {
    throw errors.badManifest(path, 'it is not JSON')
  }
}

const fileName = /^[\w.-]+$/

function manifestOf(path: string, value: JsonValue): Manifest {
  if (!isObject(value) || value.format !== 'roentgen-backup')
    throw errors.badManifest(path, 'it is no backup of Roentgen')
  if (value.version !== 1) throw errors.badManifest(path, `its version is ${JSON.stringify(value.version)}, not 1`)
  const { store, days } = value
  if (typeof store !== 'string' || !isObject(days)) throw errors.badManifest(path, 'store or days are missing')
  const read: Record<string, BackupDay> = {}
  for (const [day, entry] of Object.entries(days)) {
    if (!isObject(entry)) throw errors.badManifest(path, `day ${day} has no entry`)
    const { file, documents, bytes, sha256, until, rows } = entry
    if (typeof file !== 'string' || !fileName.test(file)) throw errors.badManifest(path, `day ${day} has no file`)
    if (typeof sha256 !== 'string') throw errors.badManifest(path, `day ${day} has no sha256`)
    const numbers = [documents, bytes, until, rows].map((number) => (typeof number === 'number' ? number : Number.NaN))
    const [ofDocuments = 0, ofBytes = 0, ofUntil = 0, ofRows = 0] = numbers
    if (numbers.some((number) => !Number.isSafeInteger(number)))
      throw errors.badManifest(path, `day ${day} lacks a number`)
    read[day] = { file, documents: ofDocuments, bytes: ofBytes, sha256, until: ofUntil, rows: ofRows }
  }
  const groups = value.groups === undefined ? {} : { groups: groupsOf(path, value.groups) }
  return { format: 'roentgen-backup', version: 1, store, days: read, ...groups }
}

function groupsOf(path: string, value: JsonValue): BackupGroups {
  const { file, groups, sha256 } = isObject(value) ? value : {}
  if (typeof file !== 'string' || !fileName.test(file) || typeof sha256 !== 'string' || typeof groups !== 'number')
    throw errors.badManifest(path, 'the groups have no file, number or sha256')
  return { file, groups, sha256 }
}
