import { parseRange, type Range } from '../view/range.ts'
import type { ComparedSet } from './compared-set.ts'
import { withFilter, withoutFilter } from './filter-texts.ts'

export { againstTheTimeBefore, type ComparedSet, compareParameters } from './compared-set.ts'

/** Some traces of a filter against those of the same filter that they are not: a brushed range against the rest. */
export function againstTheRest(filter: string, part: string, range?: Range): readonly [ComparedSet, ComparedSet] {
  return [
    { filter: withFilter(filter, part), range },
    { filter: withoutFilter(filter, part), range },
  ]
}

/** The sets that an address of the page names. */
export function comparedSets(parameter: (name: string) => string | undefined): readonly [ComparedSet, ComparedSet] {
  const set = (name: 'a' | 'b'): ComparedSet => ({
    filter: parameter(name) ?? '',
    range: parseRange(parameter(`${name}Range`) ?? ''),
  })
  return [set('a'), set('b')]
}
