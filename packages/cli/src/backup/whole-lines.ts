const newline = 10

/**
 * The bytes of a stream again, cut behind newlines; what follows the last newline is given last. (The lines of
 * node:readline also end at U+2028, which JSON leaves as it is.)
 */
export async function* wholeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let kept: Buffer[] = []
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const end = bytes.lastIndexOf(newline) + 1
    if (end > 0) {
      yield Buffer.concat([...kept, bytes.subarray(0, end)])
      kept = []
    }
    if (end < bytes.length) kept.push(bytes.subarray(end))
  }
  if (kept.length > 0) yield Buffer.concat(kept)
}

/** Where the last line of some whole lines begins. */
export function lastLineAt(lines: Buffer): number {
  return lines.lastIndexOf(newline, lines.length - 2) + 1
}

/** Newlines in some bytes. */
export function countLines(lines: Buffer): number {
  let found = 0
  for (let at = lines.indexOf(newline); at !== -1; at = lines.indexOf(newline, at + 1)) found++
  return found
}
