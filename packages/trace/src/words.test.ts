import { expect, test } from 'vitest'
import { Words } from './words.ts'

test('a word has one number, however often it comes, and is found by it', () => {
  const words = new Words()
  const texts = ['web', 'GET', '', '🛒', '\ud800', '__proto__', '1']
  const numbers = texts.map((text) => words.numberOf(text))
  expect(texts.map((text) => words.numberOf(`${text} `.slice(0, -1)))).toEqual(numbers)
  expect(new Set(numbers).size).toBe(texts.length)
  expect(numbers.map((number) => words.at(number ?? -1))).toEqual(texts)
})

test('long texts are no words, and those that come when there is no room left are none either', () => {
  const words = new Words()
  expect(words.numberOf('x'.repeat(65))).toBeUndefined()
  let last = 0
  while (!words.isFull) words.numberOf(`word ${last++}`)
  expect(words.numberOf('one more')).toBeUndefined()
  expect(words.at(words.numberOf('word 7') ?? -1)).toBe('word 7')
})
