/** Bits an id: with four of them set for each, one in 150 absent ids is taken for present. */
const bitsOfId = 12

/** A Bloom filter of 16-byte ids, each given as its four words. What was added is never said to be absent. */
export class BloomFilter {
  readonly #bits: Uint32Array
  readonly #mask: number
  /** Beyond so many ids a larger one would say more. Infinity where there is none. */
  readonly capacity: number
  #added = 0

  constructor(ids: number, mostBits: number) {
    const bits = Math.min(2 ** Math.ceil(Math.log2(ids * bitsOfId)), mostBits)
    this.#bits = new Uint32Array(bits / 32)
    this.#mask = bits - 1
    this.capacity = bits < mostBits ? bits / bitsOfId : Number.POSITIVE_INFINITY
  }

  /** How many ids were added that it did not seem to hold already. */
  get added(): number {
    return this.#added
  }

  add(words: Words): void {
    const step = stepOf(words)
    let isNew = false
    for (let i = 0, at = beginOf(words); i < 4; i++, at = (at + step) | 0) {
      const bit = (at & this.#mask) >>> 0
      const before = this.#bits[bit >>> 5] ?? 0
      const after = (before | (1 << (bit & 31))) >>> 0
      if (before === after) continue
      this.#bits[bit >>> 5] = after
      isNew = true
    }
    if (isNew) this.#added++
  }

  mayHold(words: Words): boolean {
    const step = stepOf(words)
    for (let i = 0, at = beginOf(words); i < 4; i++, at = (at + step) | 0) {
      const bit = (at & this.#mask) >>> 0
      if (((this.#bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false
    }
    return true
  }
}

/** 16 bytes as four unsigned integers. */
export type Words = readonly [number, number, number, number]

// Half of the bits of most ids are random already; the constants are those of MurmurHash3.
function beginOf([a, b, c, d]: Words): number {
  return mixed(Math.imul(a, 0xcc9e2d51) ^ Math.imul(b, 0x1b873593) ^ c ^ Math.imul(d, 0x85ebca6b))
}

function stepOf([a, b, c, d]: Words): number {
  return mixed(a ^ Math.imul(b, 0xc2b2ae35) ^ Math.imul(c, 0xcc9e2d51) ^ d) | 1
}

function mixed(value: number): number {
  let hash = value ^ (value >>> 16)
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
