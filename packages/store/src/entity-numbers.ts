import { createHash } from 'node:crypto'
import type { Entity } from '@roentgen/trace'

/** 64 bits in two halves; never 0, which stands for a client. */
export interface EntityNumber {
  readonly low: number
  readonly high: number
}

/** So many are remembered; 10 MB. */
const room = 50_000

/**
 * What maps count by in place of names: the first bytes of a hash of name, type and account, the same for all servers and
 * times. Grouping and joining by them is several times cheaper (docs/decisions/073).
 */
export class EntityNumbers {
  /** By a text that no two entities share: a nested list would grow with one name's accounts. */
  readonly #known = new Map<string, EntityNumber>()
  /** The last entity of each name, which is most often the only one: to make that text costs more than all the rest. */
  readonly #lastOfName = new Map<string, Entity & { readonly number: EntityNumber }>()

  get size(): number {
    return this.#known.size
  }

  of(entity: Entity): EntityNumber {
    const { name, type, account } = entity
    const last = this.#lastOfName.get(name)
    if (last !== undefined && last.type === type && last.account === account) return last.number
    const number = this.#numberOf(entity)
    if (this.#lastOfName.size >= room) this.#lastOfName.clear()
    this.#lastOfName.set(name, { name, type, account, number })
    return number
  }

  #numberOf({ name, type, account }: Entity): EntityNumber {
    // Half of the cost of JSON.
    const key = `${type.length} ${account.length} ${type}${account}${name}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    if (this.#known.size >= room) this.#known.clear()
    const digest = createHash('sha256')
      .update(JSON.stringify([name, type, account]))
      .digest()
    const number = { low: digest.readUInt32LE(0) || 1, high: digest.readUInt32LE(4) }
    this.#known.set(key, number)
    return number
  }
}
