import { expect, test } from 'vitest'
import { keymap, keyOf } from './keymap.ts'

const bare = { ctrlKey: false, metaKey: false, altKey: false }

test.each([
  ['?', undefined, 'help'],
  ['/', 'x', 'search'],
  ['m', 'g', 'map'],
  ['m', undefined, undefined],
  ['g', undefined, undefined],
  ['Enter', undefined, undefined],
])('%s after %s is %s', (key, before, name) => {
  expect(keyOf({ ...bare, key }, before)).toBe(name)
})

test.each(['ctrlKey', 'metaKey', 'altKey'] as const)('with %s keys are the browser’s', (modifier) => {
  expect(keyOf({ ...bare, [modifier]: true, key: '/' }, undefined)).toBeUndefined()
})

test('no key means two things everywhere', () => {
  const all = Object.values(keymap).flatMap(({ keys }) => keys)
  expect(new Set(all).size).toBe(all.length)
})
