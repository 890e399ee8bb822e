import { describe, expect, test } from 'vitest'
import { copyName, nameProblem, tagsProblem } from './draft-problems.ts'

test.each([
  ['', 'A group needs a name.'],
  ['a'.repeat(33), 'A name has 32 characters at most; this one has 33.'],
  ['slow ones', 'A name has letters, digits and dashes only.'],
  ['größe', 'A name has letters, digits and dashes only.'],
  ['failing', 'There is a group failing already.'],
  ['Failing', ''],
  ['Slow-ones-7', ''],
])('the name "%s": %s', (name, problem) => {
  expect(nameProblem(name, ['Default', 'failing'])).toBe(problem)
})

describe('tags', () => {
  test.each([
    [[{ key: '', value: 'a' }], 'A tag needs a key.'],
    [[{ key: 'aws:x', value: '' }], 'Keys that begin with aws: are kept for AWS.'],
    [[{ key: 'a', value: '<b>' }], 'Keys and values have letters, digits, spaces and _ . : / = + - @ only.'],
    [[{ key: 'k'.repeat(129), value: '' }], 'A key has 128 characters at most, and a value 256.'],
    [
      [
        { key: 'a', value: '1' },
        { key: 'a', value: '2' },
      ],
      'There are two tags a.',
    ],
    [Array.from({ length: 51 }, (_, i) => ({ key: `k${i}`, value: '' })), 'A group has 50 tags at most.'],
    [[{ key: 'Team größe', value: 'a@b.example' }], ''],
  ])('%j: %s', (tags, problem) => {
    expect(tagsProblem(tags)).toBe(problem)
  })
})

test('a copy has a name of its own, within the limit', () => {
  expect(copyName('failing', [])).toBe('failing-clone')
  expect(copyName('failing', ['failing-clone'])).toBe('failing-clone-2')
  expect(copyName('a'.repeat(32), [])).toBe(`${'a'.repeat(26)}-clone`)
})
