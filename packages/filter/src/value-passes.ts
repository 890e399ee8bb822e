import type { AnnotationValue } from '@roentgen/trace'
import type { Order, TextOperator, ValueTest } from './condition.ts'
import type { Value } from './values.ts'

/** Whether the value of a keyword passes. An absent value passes nothing; of a list one is enough. */
export function passes(test: ValueTest, value: Value): boolean {
  if (Array.isArray(value)) return value.some((one: string | undefined) => passes(test, one))
  if (test.type === 'set') return typeof value === 'boolean' ? value : value !== undefined
  return compares(test, value)
}

/** Whether an annotation passes: a comparison only where it is of the type of the literal, `set` where it is not false. */
export function annotationPasses(test: ValueTest, value: AnnotationValue): boolean {
  return test.type === 'set' ? value !== false : compares(test, value)
}

function compares(test: Exclude<ValueTest, { type: 'set' }>, value: Value): boolean {
  switch (test.type) {
    case 'boolean':
      return value === test.value
    case 'number':
      return typeof value === 'number' && numbers[test.operator](value, test.value)
    case 'text':
      return typeof value === 'string' && texts[test.operator](value, test.value)
  }
}

const numbers: Readonly<Record<Order, (value: number, literal: number) => boolean>> = {
  '=': (value, literal) => value === literal,
  '!=': (value, literal) => value !== literal,
  '<': (value, literal) => value < literal,
  '<=': (value, literal) => value <= literal,
  '>': (value, literal) => value > literal,
  '>=': (value, literal) => value >= literal,
}

const texts: Readonly<Record<TextOperator, (value: string, literal: string) => boolean>> = {
  '=': (value, literal) => value === literal,
  '!=': (value, literal) => value !== literal,
  CONTAINS: (value, literal) => value.includes(literal),
  BEGINSWITH: (value, literal) => value.startsWith(literal),
  ENDSWITH: (value, literal) => value.endsWith(literal),
}
