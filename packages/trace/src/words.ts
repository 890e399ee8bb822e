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

/** A part of a text would keep all of it in memory. */
function copyOf(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string
}
