import type { NumberOfKey } from './places-of-numbers.ts'

const mostTexts = 20_000
/** Of all texts together: URLs and messages may be long. */
const mostCharacters = 4_000_000

/**
 * Texts of values that were shown lately, by number. A number is of one text for ever, so that whoever asks again, as pages that
 * live do, need not look for a trace that tells it.
 */
export class KnownTexts {
  /** The one that was used longest ago first. */
  readonly #texts = new Map<string, string>()
  #characters = 0

  get(one: NumberOfKey): string | undefined {
    const key = textKey(one)
    const text = this.#texts.get(key)
    if (text === undefined) return undefined
    this.#texts.delete(key)
    this.#texts.set(key, text)
    return text
  }

  note(one: NumberOfKey, text: string): void {
    const key = textKey(one)
    this.#forget(key)
    this.#texts.set(key, text)
    this.#characters += text.length
    for (const oldest of this.#texts.keys()) {
      if (this.#texts.size <= mostTexts && this.#characters <= mostCharacters) break
      this.#forget(oldest)
    }
  }

  #forget(key: string): void {
    this.#characters -= this.#texts.get(key)?.length ?? 0
    this.#texts.delete(key)
  }
}

/** Values of one annotation have the same numbers as those of every annotation, and other texts. */
export function textKey({ key, number }: NumberOfKey): string {
  return typeof key === 'string' ? number : `${number} of one`
}
