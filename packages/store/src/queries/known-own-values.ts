import type { GroupQuestion } from './group-question.ts'

const mostQuestions = 64

/**
 * By which keys most traces had a value of their own when they were grouped lately, by filter. A guess that is wrong costs a part of
 * a scan and changes no answer.
 */
export class KnownOwnValues {
  /** The one that was noted longest ago first. */
  readonly #known = new Map<string, boolean>()

  of(question: GroupQuestion): boolean {
    return this.#known.get(nameOf(question)) ?? false
  }

  note(question: GroupQuestion, isOwn: boolean): void {
    const name = nameOf(question)
    this.#known.delete(name)
    this.#known.set(name, isOwn)
    const [oldest] = this.#known.keys()
    if (this.#known.size > mostQuestions && oldest !== undefined) this.#known.delete(oldest)
  }
}

/** Windows that end at different times have one name, those of different lengths have not. */
function nameOf({ key, set: { window, filter } }: GroupQuestion): string {
  return JSON.stringify([key, window.end - window.start, filter ?? null])
}
