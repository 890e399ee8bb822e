import { open } from 'node:fs/promises'
import type { Extent } from './file-index.ts'

/** Records nearer than this are read together: a second read costs more than the bytes between. */
const nearBytes = 16 * 1024
const largestRead = 1024 * 1024

/** Reads records of a file, each without its newline, in the order of the file. */
export async function* readExtents(path: string, extents: readonly Extent[]): AsyncGenerator<Buffer> {
  const handle = await open(path, 'r')
  try {
    for (const group of neighbours(extents)) {
      const first = group[0]
      const last = group.at(-1)
      if (first === undefined || last === undefined) continue
      const bytes = Buffer.allocUnsafe(last.offset + last.length - first.offset)
      let filled = 0
      while (filled < bytes.length) {
        const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, first.offset + filled)
        if (bytesRead === 0) break
        filled += bytesRead
      }
      for (const { offset, length } of group) {
        const start = offset - first.offset
        yield bytes.subarray(start, Math.min(start + length - 1, filled))
      }
    }
  } finally {
    await handle.close()
  }
}

function neighbours(extents: readonly Extent[]): Extent[][] {
  const groups: Extent[][] = []
  for (const extent of [...extents].sort((a, b) => a.offset - b.offset)) {
    const group = groups.at(-1)
    const first = group?.[0]
    const last = group?.at(-1)
    const together =
      first !== undefined &&
      last !== undefined &&
      extent.offset - (last.offset + last.length) <= nearBytes &&
      extent.offset + extent.length - first.offset <= largestRead
    if (together) group?.push(extent)
    else groups.push([extent])
  }
  return groups
}
