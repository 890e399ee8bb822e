import { expect, test } from 'vitest'
import { CommonWords, Words } from './words.ts'

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

test('digests that are kept for ever keep few lists of words, however many come after them', () => {
  const common = new CommonWords(10)
  const kept = new Set<Words>()
  for (let digest = 0; digest < 1_000; digest++) {
    const words = common.next()
    kept.add(words)
    for (let word = 0; !words.isFull; word++) words.numberOf(`word ${digest} ${word}`)
  }
  expect(kept.size).toBe(4)
})

test('a list that still has room is not left for another', () => {
  const common = new CommonWords(10)
  const words = common.next()
  for (let digest = 0; digest < 100; digest++) expect(common.next()).toBe(words)
})
