import type { AskedSet } from './asked-set.ts'
import { isEqual } from './is-equal.ts'

/** What was compared, and what differs. */
export class Tally {
  /** Some of each kind. */
  readonly differences: string[] = []
  /** Figures that were compared, and how many of them differ. */
  compared = 0
  different = 0
  readonly #kinds = new Map<string, number>()

  /** Means are sums of doubles, in the order of whoever adds: they are equal to the tenth digit. */
  equal(what: string, set: AskedSet, found: unknown, expected: unknown) {
    this.compared += 1
    if (!isEqual(found, expected))
      this.fail(what, set, `is ${JSON.stringify(found)} and should be ${JSON.stringify(expected)}`)
  }

  near(what: string, set: AskedSet, found: number, expected: number, tolerance = 1e-9) {
    this.compared += 1
    if (!(Math.abs(found - expected) <= tolerance * Math.max(1, Math.abs(expected))))
      this.fail(what, set, `is ${found} and should be ${expected}`)
  }

  fail(what: string, { filter = 'all', start, end }: AskedSet, problem: string) {
    this.different += 1
    // A few of each kind say what is wrong.
    const kind = what.split(',')[0] ?? what
    const known = this.#kinds.get(kind) ?? 0
    this.#kinds.set(kind, known + 1)
    if (known >= 4) return
    this.differences.push(`${what}, of ${filter} from ${start} to ${end}: ${problem}`.slice(0, 600))
  }
}
