import { expect, test } from 'vitest'
import { KnownTexts } from './known-texts.ts'

const ofUrl = (number: number) => ({ key: 'url', number: String(number) }) as const

test('the texts of values are known until so many others were used since', () => {
  const texts = new KnownTexts()
  for (let number = 0; number < 20_000; number++) texts.note(ofUrl(number), `/${number}`)
  expect(texts.get(ofUrl(0))).toBe('/0')
  texts.note(ofUrl(20_000), '/20000')
  expect([0, 1, 2, 20_000].map((number) => texts.get(ofUrl(number)))).toEqual(['/0', undefined, '/2', '/20000'])
})

test('long texts take the place of more others', () => {
  const texts = new KnownTexts()
  for (let number = 0; number < 3; number++) texts.note(ofUrl(number), 'x'.repeat(1_500_000))
  expect([0, 1, 2].map((number) => texts.get(ofUrl(number))?.length)).toEqual([undefined, 1_500_000, 1_500_000])
  texts.note(ofUrl(1), 'y'.repeat(1_500_000))
  expect(texts.get(ofUrl(2))).toBeDefined()
})

test('the value of one annotation and the same of every annotation have texts of their own', () => {
  const texts = new KnownTexts()
  texts.note({ key: 'every annotation', number: '7' }, 'a=b')
  expect(texts.get({ key: { annotation: 'a' }, number: '7' })).toBeUndefined()
  texts.note({ key: { annotation: 'a' }, number: '7' }, 'b')
  expect(texts.get({ key: 'every annotation', number: '7' })).toBe('a=b')
})
