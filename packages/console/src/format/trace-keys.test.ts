import { expect, test } from 'vitest'
import { keyName, keyValueText } from './trace-keys.ts'

test.each([
  ['rootcause.fault', 'Root cause of the fault'],
  ['annotation[a]b]', 'Annotation a]b'],
  ['colour', 'colour'],
])('the key %s is called %s', (key, name) => {
  expect(keyName(key)).toBe(name)
})

test.each([
  [{ value: null }, 'none'],
  [{ value: '' }, '(empty)'],
  [{ value: 0 }, '0'],
  [{ value: false }, 'false'],
  [{ value: 'Frontend', type: 'AWS::ECS::Container' }, 'Frontend (ECS container)'],
] as const)('the value %j reads %s', (value, text) => {
  expect(keyValueText(value)).toBe(text)
})
