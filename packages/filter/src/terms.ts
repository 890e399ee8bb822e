import type { Expression } from './expression.ts'
import { print } from './print.ts'

/** The conditions that must all hold, those of an AND within an AND among them: what a person takes away one by one. */
export function termsOf(expression: Expression): readonly Expression[] {
  return expression.kind === 'and' ? expression.terms.flatMap(termsOf) : [expression]
}

/** One expression for all of them, each of which must hold; undefined of none, which every trace fits. Positions are those of the terms. */
export function allOf(terms: readonly Expression[]): Expression | undefined {
  const [first, ...others] = terms.flatMap(termsOf)
  if (first === undefined) return undefined
  const distinct = new Map([first, ...others].map((term) => [print(term), term]))
  return distinct.size === 1 ? first : { kind: 'and', terms: [...distinct.values()], at: first.at }
}

/** What holds exactly where the expression does not. */
export function notThat(expression: Expression): Expression {
  return expression.kind === 'not' ? expression.term : { kind: 'not', term: expression, at: expression.at }
}
