import { randomUUID } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing } from '../write-ahead/missing.ts'
import { syncDirectory } from '../write-ahead/open-file.ts'

const fileName = 'server-id'

/** By which a server knows itself among those that share a store: made once for a data directory, and durable. */
export async function identityOf(dataDir: string): Promise<string> {
  const path = join(dataDir, fileName)
  try {
    const known = (await readFile(path, 'utf8')).trim()
    if (/^[0-9a-f-]{36}$/.test(known)) return known
  } catch (error) {
    if (!isMissing(error)) throw error
  }
  const identity = randomUUID()
  const file = await open(`${path}.new`, 'w')
  await file.writeFile(`${identity}\n`)
  await file.sync()
  await file.close()
  await rename(`${path}.new`, path)
  await syncDirectory(dataDir)
  return identity
}
