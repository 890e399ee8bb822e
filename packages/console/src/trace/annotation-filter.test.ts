import { expect, test } from 'vitest'
import { annotationFilter } from './annotation-filter.ts'

test.each<[string, string | number | boolean, string]>([
  ['UserID', 'sess-1', 'annotation[UserID] = "sess-1"'],
  ['count', 3, 'annotation[count] = 3'],
  ['paid', true, 'annotation[paid] = true'],
  ['a b', 'say "hi" \\ <b>', 'annotation["a b"] = "say \\"hi\\" \\\\ <b>"'],
])('%s of %j is found by a filter', (key, value, filter) => {
  expect(annotationFilter(key, value)).toBe(filter)
})

test('a value that no filter has room for has none', () => {
  expect(annotationFilter('long', 'x'.repeat(10_000))).toBeUndefined()
})
