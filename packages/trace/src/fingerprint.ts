/** What one look at a document's bytes tells, before it is parsed. */
export interface Fingerprint {
  /** 16 hex digits. */
  readonly hash: string
  /** Length in UTF-8. */
  readonly bytes: number
  /** At least as many as the document has `{` and `[`: it cannot nest deeper than this. */
  readonly openers: number
  /** The document and a 0 behind it, until the next fingerprint is taken. */
  readonly utf8: Uint8Array
}

const encoder = new TextEncoder()
let words = new Int32Array(1 << 15)
let bytes = new Uint8Array(words.buffer)

/**
 * The fingerprint of a document. Hashes that differ say that the texts differ; equal hashes of equal length are taken
 * for the same text (docs/decisions/012). Half a surrogate pair counts as U+FFFD, as UTF-8 would keep it.
 */
export function fingerprint(text: string): Fingerprint {
  const length = encode(text)
  const end = (length + 3) >> 2
  bytes.fill(0, length, (end << 2) + 1)

  // MurmurHash3 (public domain) twice over the same words, with two sets of constants: 64 bits.
  let first = 0x2f0b4c47
  let second = 0x6295c58d
  let openers = 0
  for (let index = 0; index < end; index++) {
    const word = words[index] as number
    const one = Math.imul(word, 0xcc9e2d51)
    first ^= Math.imul((one << 15) | (one >>> 17), 0x1b873593)
    first = (Math.imul((first << 13) | (first >>> 19), 5) + 0xe6546b64) | 0
    const two = Math.imul(word, 0x239b961b)
    second ^= Math.imul((two << 16) | (two >>> 16), 0xab0e9789)
    second = (Math.imul((second << 17) | (second >>> 15), 5) + 0x561ccd1b) | 0
    // `[` and `{` differ in one bit; a byte that is zero here was one of them.
    const opener = (word & 0xdfdfdfdf) ^ 0x5b5b5b5b
    if (((opener - 0x01010101) & ~opener & 0x80808080) !== 0) openers += 4
  }
  return { hash: hex(finish(first ^ length)) + hex(finish(second ^ length)), bytes: length, openers, utf8: bytes }
}

/** Writes the text as UTF-8 into `bytes`, which grows to hold it. Returns the number of bytes. */
function encode(text: string): number {
  for (;;) {
    // Room for a last word that is padded with zeros, and for one 0 more.
    const { read, written } = encoder.encodeInto(text, bytes.subarray(0, bytes.length - 4))
    if (read === text.length) return written
    words = new Int32Array(words.length * 2)
    bytes = new Uint8Array(words.buffer)
  }
}

function finish(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35)
  return twice ^ (twice >>> 16)
}

const byteHex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Eight hex digits: toString(16) is slow on numbers of 32 bits. */
function hex(word: number): string {
  const digits = (shift: number) => byteHex[(word >>> shift) & 255] as string
  return digits(24) + digits(16) + digits(8) + digits(0)
}
