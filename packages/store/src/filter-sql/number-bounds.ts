import type { ValueTest } from '@roentgen/filter'

/** The greatest of some numbers passes this where one of them passes the test. */
export function atLeast(test: ValueTest): { readonly operator: '>' | '>='; readonly value: number } | undefined {
  if (test.type !== 'number') return undefined
  if (test.operator === '>') return { operator: '>', value: test.value }
  return test.operator === '>=' || test.operator === '=' ? { operator: '>=', value: test.value } : undefined
}

/** The least of some numbers passes this where one of them passes the test. */
export function atMost(test: ValueTest): { readonly operator: '<' | '<='; readonly value: number } | undefined {
  if (test.type !== 'number') return undefined
  if (test.operator === '<') return { operator: '<', value: test.value }
  return test.operator === '<=' || test.operator === '=' ? { operator: '<=', value: test.value } : undefined
}
