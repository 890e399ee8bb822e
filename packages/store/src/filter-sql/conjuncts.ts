import type { Bound } from './bound.ts'
import { containsTerms, either } from './value-sql.ts'

/** What a condition reads of each trace, the least first. */
const prices = [
  /** Columns of one number. */
  'value',
  /** Lists of numbers that stand for values. */
  'numbers',
  'names',
  'texts',
  /** The texts of all URLs: most of all that is text. */
  'urls',
  /** Lists of segments, annotations and so on. */
  'lists',
  'many lists',
  /** Says nothing new, but in the words of an index. */
  'nothing new',
] as const
export type Price = (typeof prices)[number]

/** One of some conditions that all hold. */
export interface Conjunct {
  readonly sql: string
  readonly price: Price
  /** It asks whether one of these texts is in that column, and nothing else. */
  readonly search?: { readonly column: string; readonly sought: readonly string[] }
}

/** One of these texts is in the column. */
export function searchConjunct(bound: Bound, column: string, texts: readonly string[]): Conjunct {
  const sought = [...new Set(texts)]
  const sql = either(containsTerms(bound, column, sought))
  return { sql, price: column === 'segment_urls' ? 'urls' : 'texts', search: { column, sought } }
}

/** The cheapest first: the engine reads what the next asks only where those before hold for some trace of a granule. */
export function inOrder(conjuncts: readonly Conjunct[]): readonly Conjunct[] {
  const each = [...new Map(conjuncts.map((one) => [one.sql, one])).values()]
  return each.sort((one, other) => rank(one) - rank(other))
}

export function allOf(conjuncts: readonly Conjunct[]): string {
  const terms = inOrder(conjuncts).map(({ sql }) => sql)
  if (terms.length === 0) return '1'
  return terms.length === 1 ? terms.join() : `(${terms.join(' and ')})`
}

/** What the dearest of them reads. */
export function dearest(conjuncts: readonly Conjunct[]): Price {
  return prices[Math.max(0, ...conjuncts.map(rank))] ?? 'value'
}

/** Reads no list of elements. */
export function isCheap({ price }: Conjunct): boolean {
  return prices.indexOf(price) < prices.indexOf('lists')
}

function rank({ price }: Conjunct): number {
  return prices.indexOf(price)
}
