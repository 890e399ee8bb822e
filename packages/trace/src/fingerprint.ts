/** What one look at every character of a document tells, before it is parsed. */
export interface Fingerprint {
  /** 16 hex digits. */
  readonly hash: string
  /** Length in UTF-8. */
  readonly bytes: number
  /** `{` and `[`, those inside strings too: no document nests deeper than this. */
  readonly openers: number
  /** Has a backslash: a parsed string may hold what the text does not. */
  readonly escapes: boolean
  /** Has half a surrogate pair: it cannot be written as UTF-8 and read back. */
  readonly broken: boolean
}

/**
 * The fingerprint of a document. Two of 64 bits that differ say that the texts differ; equal ones of equal length are
 * taken for the same text (docs/decisions/012).
 */
export function fingerprint(text: string): Fingerprint {
  // cyrb53 (public domain) with all 64 bits kept: two multiplicative hashes over the same characters.
  let first = 0xdeadbeef
  let second = 0x41c6ce57
  let openers = 0
  let escapes = false
  let high = 0
  let halves = 0
  let bytes = text.length
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    first = Math.imul(first ^ unit, 0x9e3779b1)
    second = Math.imul(second ^ unit, 0x5f356495)
    if (unit < 0x80) {
      if (unit === 0x7b || unit === 0x5b) openers++
      else if (unit === 0x5c) escapes = true
    } else if (unit < 0x800) {
      bytes++
    } else {
      bytes += 2
      if (unit >= 0xd800 && unit < 0xdc00) {
        high = index + 1
        halves++
      } else if (unit >= 0xdc00 && unit < 0xe000) {
        if (high === index && high > 0) {
          // A pair is four bytes in all, and six were counted.
          bytes -= 2
          halves--
        } else halves++
      }
    }
  }
  const a = Math.imul(first ^ (first >>> 16), 0x85ebca6b) ^ Math.imul(second ^ (second >>> 13), 0xc2b2ae35)
  const b = Math.imul(second ^ (second >>> 16), 0x85ebca6b) ^ Math.imul(first ^ (first >>> 13), 0xc2b2ae35)
  return { hash: hex(a) + hex(b), bytes, openers, escapes, broken: halves > 0 }
}

const byteHex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Eight hex digits; many times faster than toString(16) on numbers of 32 bits. */
function hex(word: number): string {
  return (
    String(byteHex[word >>> 24]) +
    String(byteHex[(word >>> 16) & 255]) +
    String(byteHex[(word >>> 8) & 255]) +
    String(byteHex[word & 255])
  )
}
