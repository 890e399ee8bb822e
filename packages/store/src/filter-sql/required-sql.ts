import type { Condition, ValueTest } from '@roentgen/filter'
import { edgeBit, segmentBit } from '../summary-flags.ts'
import { traceAnnotationSql } from './annotation-sql.ts'
import type { Bound } from './bound.ts'
import { atLeast } from './number-bounds.ts'

/**
 * What a trace has wherever one of its segments, or edges, fits a condition: said of columns with one value a trace, or of
 * fewer lists than the condition reads, so that most traces are passed over for little. undefined: nothing.
 */
export function requiredSql(bound: Bound, list: 'segment' | 'edge', condition: Condition): string | undefined {
  switch (condition.kind) {
    case 'and': {
      const terms = condition.terms.flatMap((term) => requiredSql(bound, list, term) ?? [])
      return terms.length === 0 ? undefined : terms.join(' and ')
    }
    case 'or': {
      const terms = condition.terms.flatMap((term) => requiredSql(bound, list, term) ?? [])
      return terms.length === 0 || terms.length < condition.terms.length ? undefined : anyOf(terms)
    }
    case 'keyword':
      return requiredOfKeyword(bound, list, condition)
    case 'annotation':
      return traceAnnotationSql(bound, condition)
    default:
      return undefined
  }
}

function anyOf(terms: readonly string[]): string {
  return `(${terms.map((term) => `(${term})`).join(' or ')})`
}

function requiredOfKeyword(
  bound: Bound,
  list: 'segment' | 'edge',
  { keyword, test }: Condition & { kind: 'keyword' },
): string | undefined {
  const bits: Readonly<Record<string, number>> = list === 'segment' ? segmentBit : edgeBit
  if (isTrue(test) && Object.hasOwn(bits, keyword)) return `bitAnd(${list}_flags, ${bits[keyword]}) != 0`
  if (keyword !== 'responsetime' && keyword !== 'duration') return undefined
  const order = atLeast(test)
  return order && `${list}_longest ${order.operator} ${bound.micros(order.value)}`
}

function isTrue(test: ValueTest): boolean {
  return test.type === 'set' || (test.type === 'boolean' && test.value)
}
