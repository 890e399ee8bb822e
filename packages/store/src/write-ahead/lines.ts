import type { FileHandle } from 'node:fs/promises'

const newline = 10
const chunkBytes = 256 * 1024

/** Whole lines of one read. `lines` leave the newline out and are valid until the next read. */
export interface LinesRead {
  /** Where the first of `lines` starts in the file. */
  readonly offset: number
  readonly lines: readonly Buffer[]
  /** Bytes of `lines` with their newlines. */
  readonly length: number
  /** Bytes after the last newline; only at the end of the file. */
  readonly rest: number
}

/** Reads a file's lines up to `end`, a part at a time, never the whole file at once. */
export async function* readLines(handle: FileHandle, end: number): AsyncGenerator<LinesRead> {
  let offset = 0
  let kept: Buffer = Buffer.alloc(0)
  while (offset + kept.length < end) {
    const position = offset + kept.length
    const part = Buffer.allocUnsafe(kept.length + Math.min(chunkBytes, end - position))
    kept.copy(part)
    const { bytesRead } = await handle.read(part, kept.length, part.length - kept.length, position)
    const filled = part.subarray(0, kept.length + bytesRead)
    const lines: Buffer[] = []
    let start = 0
    for (let at = filled.indexOf(newline, kept.length); at !== -1; at = filled.indexOf(newline, start)) {
      lines.push(filled.subarray(start, at))
      start = at + 1
    }
    const atEnd = bytesRead === 0 || position + bytesRead >= end
    if (lines.length > 0 || atEnd) yield { offset, lines, length: start, rest: atEnd ? filled.length - start : 0 }
    if (bytesRead === 0) return
    kept = filled.subarray(start)
    offset += start
  }
}
