import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Bytes of all files under a folder, each inode once (ClickHouse hard-links parts). Files that vanish meanwhile count nothing. */
export function bytesUnder(folder: string): number {
  const seen = new Set<number>()
  let total = 0
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = statSync(join(folder, name), { throwIfNoEntry: false })
    if (!file?.isFile() || seen.has(file.ino)) continue
    seen.add(file.ino)
    total += file.size
  }
  return total
}
