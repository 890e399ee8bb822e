import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isObject, type JsonObject, type JsonValue } from '@roentgen/trace'
import { errors } from '../errors.ts'
import type { ServerClient } from '../server-client.ts'
import { type BackupGroups, writeDurably } from './manifest.ts'

/** Writes the groups of the server to a file, which is durable when it resolves. */
export async function writeGroups(server: ServerClient, directory: string, file: string): Promise<BackupGroups> {
  const { groups, versions } = await server.post('/api/backup/groups', {})
  if (!Array.isArray(groups)) throw errors.brokeOff('/api/backup/groups')
  const text = `${JSON.stringify({ groups, versions })}\n`
  const path = join(directory, file)
  await writeDurably(path, text).catch((error: NodeJS.ErrnoException) => {
    throw errors.unwritable(path, error.code ?? error.message)
  })
  return { file, groups: groups.length, sha256: sha256Of(text) }
}

/** The groups of a backup as they are restored, or what is wrong with their file, in words. */
export async function readGroups(directory: string, { file, sha256 }: BackupGroups): Promise<JsonObject | string> {
  let text: string
  try {
    text = await readFile(join(directory, file), 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return code === 'ENOENT' ? 'it is missing' : `it cannot be read (${code})`
  }
  if (sha256Of(text) !== sha256) return 'its bytes are not those that were written (sha256)'
  const value: JsonValue = JSON.parse(text)
  return isObject(value) ? value : 'it is no JSON object'
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
