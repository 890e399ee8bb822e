import { type Entity, entityKey } from '@roentgen/trace'

/** An edge of the map by the numbers of its ends; -1 is the client. */
interface EdgeEnds {
  readonly from: number
  readonly to: number
  readonly isLink: boolean
}

/** So many entities have numbers of twenty bits, three of which make one exact number of an edge. */
const mostEntities = 2 ** 20 - 2

/** What this process calls the nodes and edges of maps that it holds in memory: small numbers, given in the order of asking. */
export class ElementNames {
  readonly #numbers = new Map<string, number>()
  readonly entities: Entity[] = []
  readonly #edges = new Map<number, number>()
  readonly ends: EdgeEnds[] = []

  /** No more may be held with these: whoever holds them forgets what is named by them. */
  get areMany(): boolean {
    return this.entities.length > 20_000 || this.ends.length > 100_000
  }

  node(entity: Entity): number {
    const key = entityKey(entity)
    let number = this.#numbers.get(key)
    if (number === undefined) {
      number = this.entities.length
      if (number > mostEntities) throw new RangeError('more entities than an edge can name')
      this.#numbers.set(key, number)
      this.entities.push(entity)
    }
    return number
  }

  edge(from: number, to: number, isLink: boolean): number {
    const key = ((from + 1) * 2 ** 20 + to) * 2 + (isLink ? 1 : 0)
    let number = this.#edges.get(key)
    if (number === undefined) {
      number = this.ends.length
      this.#edges.set(key, number)
      this.ends.push({ from, to, isLink })
    }
    return number
  }
}
