import type { Condition } from '@roentgen/filter'
import { annotationNumberSql } from './annotation-sql.ts'
import { Bound, type BoundSql } from './bound.ts'
import { allOf, type Conjunct, dearest, isCheap } from './conjuncts.ts'
import { type Gathered, gathered, type Leaf } from './gathered.ts'
import { leafSql } from './leaf-sql.ts'
import { anyOf } from './required-sql.ts'

/**
 * What a question with a filter needs: numbers read to the last bit, and room for the text and the tree of the longest
 * expression. The filter language bounds how many conditions it has, those of its groups too.
 */
export const filterSettings = {
  precise_float_parsing: 1,
  max_query_size: '4000000',
  max_ast_elements: '1000000',
  max_expanded_ast_elements: '1000000',
} as const

/** The same of lists. Long expressions are planned several times faster so; not all questions of analytics can be. */
export const listFilterSettings = { ...filterSettings, enable_analyzer: 0 } as const

/** Of those that look at each row by itself: conditions are looked at in the order in which they stand, which is that of their prices. */
export const candidateSettings = { ...listFilterSettings, allow_reorder_prewhere_conditions: 0 } as const

/**
 * The same traces as the filter's predicate finds, as a condition on one row of `summaries`: 0 or 1, never null. Values
 * are bound. What only repeats a condition for less, or in the words of a skip index, stands beside it.
 */
export function filterSql(condition: Condition, bound = new Bound()): BoundSql {
  const sql = allOf(conjunctsOf(condition, bound, (leaf) => leafSql(bound, leaf)))
  return { sql, parameters: bound.parameters }
}

/**
 * What holds of the same traces, and hardly ever of another: for those who look again at what they find. It reads less for values of
 * annotations.
 */
export function likelySql(condition: Condition): BoundSql {
  const bound = new Bound()
  const conjuncts = conjunctsOf(condition, bound, (leaf, isDenied) => {
    // Of what is denied, too much would leave traces out.
    const number = leaf.kind === 'annotation' && !isDenied ? annotationNumberSql(bound, leaf.anyOf) : undefined
    return number === undefined ? leafSql(bound, leaf) : [number]
  })
  return { sql: allOf(conjuncts), parameters: bound.parameters }
}

type LeafSql = (leaf: Leaf, isDenied: boolean) => readonly Conjunct[]

/** Conditions that all hold where the condition does, and nowhere else. */
function conjunctsOf(condition: Condition, bound: Bound, ofLeaf: LeafSql): readonly Conjunct[] {
  return split(gathered(condition), bound, ofLeaf)
}

function split(condition: Gathered, bound: Bound, ofLeaf: LeafSql): readonly Conjunct[] {
  switch (condition.kind) {
    case 'and':
      return condition.terms.flatMap((term) => split(term, bound, ofLeaf))
    case 'or': {
      const exact = wholeOf(condition, ofLeaf)
      // The engine reads all that the alternatives ask for, before it looks at one: first what follows for little.
      return isCheap(exact) ? [exact] : [...requiredOf(condition, bound, ofLeaf), exact]
    }
    case 'not':
      return [wholeOf(condition, ofLeaf)]
    default:
      return ofLeaf(condition, false)
  }
}

/** In one. */
function wholeOf(condition: Gathered, ofLeaf: LeafSql): Conjunct {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      if (condition.terms.length === 0) return { sql: condition.kind === 'and' ? '1' : '0', price: 'value' }
      const terms = condition.terms.map((term) => wholeOf(term, ofLeaf))
      return { sql: `(${terms.map(({ sql }) => sql).join(` ${condition.kind} `)})`, price: dearest(terms) }
    }
    case 'not': {
      const terms = ofLeaf(condition.term, true)
      return { sql: `not (${allOf(terms)})`, price: dearest(terms) }
    }
    default: {
      const terms = ofLeaf(condition, false)
      return { sql: allOf(terms), price: dearest(terms) }
    }
  }
}

/** What follows from the condition, and is told without reading lists. */
function requiredOf(condition: Gathered, bound: Bound, ofLeaf: LeafSql): readonly Conjunct[] {
  switch (condition.kind) {
    case 'and':
      return condition.terms.flatMap((term) => requiredOf(term, bound, ofLeaf))
    case 'or':
      return anyOf(
        bound,
        condition.terms.map((term) => requiredOf(term, bound, ofLeaf)),
      )
    default:
      return split(condition, bound, ofLeaf).filter(isCheap)
  }
}
