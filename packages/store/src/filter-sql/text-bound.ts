import type { ValueTest } from '@roentgen/filter'
import type { Bound } from './bound.ts'

/**
 * What a column of texts between line feeds says wherever one of the texts passes: a text is in it with a line feed on
 * both sides. undefined: nothing.
 */
export function textBound(bound: Bound, column: string | undefined, test: ValueTest): string | undefined {
  if (column === undefined || test.type !== 'text' || test.value === '') return undefined
  const sought = {
    '=': `\n${test.value}\n`,
    '!=': undefined,
    CONTAINS: test.value,
    BEGINSWITH: `\n${test.value}`,
    ENDSWITH: `${test.value}\n`,
  }[test.operator]
  return sought && `position(${column}, ${bound.text(sought)}) > 0`
}
