import type { Order, ValueTest } from '@roentgen/filter'
import { isNumber } from './value-sql.ts'

interface Bounded<Operator extends Order> {
  readonly operator: Operator
  readonly value: number
}

/** Where numbers lie that pass: the greatest of some passes the one, and the least the other, where one of them passes a test. */
export interface NumberRange {
  readonly atLeast?: Bounded<'>' | '>='>
  readonly atMost?: Bounded<'<' | '<='>
}

/** Alternatives for what passes one of the tests, of those for one side one. Without bounds: anything. */
export function numberRanges(tests: readonly ValueTest[]): readonly NumberRange[] {
  const numbers = tests.filter(isNumber)
  const of = (...operators: readonly Order[]) => numbers.filter(({ operator }) => operators.includes(operator))
  const [above, below, equal] = [of('>', '>='), of('<', '<='), of('=')]
  const isElsewhere = above.length + below.length + equal.length < tests.length
  const ranges: NumberRange[] = isElsewhere ? [{}] : []
  if (above.length > 0) ranges.push({ atLeast: least(above) })
  if (below.length > 0) ranges.push({ atMost: most(below) })
  if (equal.length > 0) ranges.push({ atLeast: least(equal), atMost: most(equal) })
  return ranges
}

type Numbers = readonly (ValueTest & { type: 'number' })[]

function least(tests: Numbers): Bounded<'>' | '>='> {
  const operator = tests.every((test) => test.operator === '>') ? '>' : '>='
  return { operator, value: Math.min(...tests.map(({ value }) => value)) }
}

function most(tests: Numbers): Bounded<'<' | '<='> {
  const operator = tests.every((test) => test.operator === '<') ? '<' : '<='
  return { operator, value: Math.max(...tests.map(({ value }) => value)) }
}
