import type { ValueTest } from '@roentgen/filter'
import type { Bound } from './bound.ts'
import type { Conjunct } from './conjuncts.ts'

/**
 * What a column of texts between line feeds says wherever one of the texts passes: a text is in it with a line feed on
 * both sides; perhaps nothing.
 */
export function textBound(bound: Bound, column: string | undefined, test: ValueTest): readonly Conjunct[] {
  if (column === undefined || test.type !== 'text' || test.value === '') return []
  const sought = {
    '=': `\n${test.value}\n`,
    '!=': undefined,
    CONTAINS: test.value,
    BEGINSWITH: `\n${test.value}`,
    ENDSWITH: `${test.value}\n`,
  }[test.operator]
  if (sought === undefined) return []
  return [
    { sql: `position(${column}, ${bound.text(sought)}) > 0`, price: column === 'segment_urls' ? 'urls' : 'texts' },
  ]
}
