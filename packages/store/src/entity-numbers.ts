import { createHash } from 'node:crypto'
import type { Entity } from '@roentgen/trace'

/** 64 bits in two halves; never 0, which stands for a client. */
export interface EntityNumber {
  readonly low: number
  readonly high: number
}

interface Numbered extends EntityNumber {
  readonly type: string
  readonly account: string
}

/** So many are remembered. */
const room = 50_000

/**
 * What maps count by in place of names: the first bytes of a hash of name, type and account, the same for all servers and
 * times. Grouping and joining by them is several times cheaper (docs/decisions/073).
 */
export class EntityNumbers {
  readonly #byName = new Map<string, Numbered[]>()
  #count = 0

  of({ name, type, account }: Entity): EntityNumber {
    let named = this.#byName.get(name)
    if (named === undefined) {
      if (this.#count > room) this.#forget()
      named = []
      this.#byName.set(name, named)
    }
    for (const known of named) if (known.type === type && known.account === account) return known
    const digest = createHash('sha256')
      .update(JSON.stringify([name, type, account]))
      .digest()
    const numbered = { type, account, low: digest.readUInt32LE(0) || 1, high: digest.readUInt32LE(4) }
    named.push(numbered)
    this.#count++
    return numbered
  }

  #forget(): void {
    this.#byName.clear()
    this.#count = 0
  }
}
