import type { Entity } from '@roentgen/trace'

/** Gives equal entities as one object: the rows of an answer name few services, thousands of times. */
export class KnownEntities {
  readonly #byName = new Map<string, Entity[]>()

  of(name: string, type: string, account: string): Entity {
    let named = this.#byName.get(name)
    if (named === undefined) {
      named = []
      this.#byName.set(name, named)
    }
    let entity = named.find((known) => known.type === type && known.account === account)
    if (entity === undefined) {
      entity = { name, type, account }
      named.push(entity)
    }
    return entity
  }
}
