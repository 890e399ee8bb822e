/** Longer ones are seldom repeated, UTF-16 units. */
const longest = 64
/** 2 MB where all of them are long. */
const room = 10_000

/**
 * Texts that many documents have in common, by number: names, methods, user agents. Each is there once, so that whoever
 * looks for it in a Map finds it by its address. What finds no room has no number.
 */
export class Words {
  readonly #numbers = new Map<string, number>()
  readonly #all: string[] = []

  get isFull(): boolean {
    return this.#all.length >= room
  }

  numberOf(text: string): number | undefined {
    const known = this.#numbers.get(text)
    if (known !== undefined || text.length > longest || this.isFull) return known
    const own = copyOf(text)
    const number = this.#all.push(own) - 1
    this.#numbers.set(own, number)
    return number
  }

  at(number: number): string {
    return this.#all[number] ?? ''
  }
}

/** Lists that are remembered at once. A digest that is kept for days, of a trace that never ends, keeps its own. */
const mostLists = 4

/**
 * The words of the digests that are made now. Lists that are full give way to new ones, since what documents say changes; those
 * of before last as long as a digest has them, and while there are too many none is begun.
 */
export class CommonWords {
  readonly #digestsOfList: number
  #earlier: WeakRef<Words>[] = []
  #words = new Words()
  #left: number

  /** `digestsOfList`: so many have the same list at least; those that come once it is full have no new words. */
  constructor(digestsOfList: number) {
    this.#digestsOfList = digestsOfList
    this.#left = digestsOfList
  }

  /** Of the next digest. */
  next(): Words {
    if (this.#left-- <= 0 && this.#words.isFull) this.#renew()
    return this.#words
  }

  #renew(): void {
    this.#left = this.#digestsOfList
    this.#earlier = this.#earlier.filter((list) => list.deref() !== undefined)
    if (this.#earlier.length + 1 >= mostLists) return
    this.#earlier.push(new WeakRef(this.#words))
    this.#words = new Words()
  }
}

/** A part of a text would keep all of it in memory. */
function copyOf(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string
}
