import { expect, test } from 'vitest'
import { withMark } from './marks.ts'

test('of the traces that were marked the last two are kept, and one that is marked again is none', () => {
  expect(withMark([], 'a')).toEqual(['a'])
  expect(withMark(['a'], 'b')).toEqual(['a', 'b'])
  expect(withMark(['a', 'b'], 'c')).toEqual(['b', 'c'])
  expect(withMark(['a', 'b'], 'a')).toEqual(['b'])
})
