import { expect, test } from 'vitest'
import { EntityNumbers } from './entity-numbers.ts'

const numberOf = (numbers: EntityNumbers, name: string, type: string, account: string) => {
  const { low, high } = numbers.of({ name, type, account })
  return `${high} ${low}`
}

test('entities have one number each, the same again after it was forgotten', () => {
  const numbers = new EntityNumbers()
  const entities: [string, string, string][] = [
    ['shop', '', '1'],
    ['shop', '1', ''],
    ['', 'shop', '1'],
    ['p', 'sho', '1'],
    ['1', 'shop', ''],
    ['shop1', '', ''],
  ]
  const before = entities.map((entity) => numberOf(numbers, ...entity))
  expect(new Set(before).size).toBe(entities.length)
  expect(entities.map((entity) => numberOf(new EntityNumbers(), ...entity))).toEqual(before)
})

test('memory is bounded also when one name has ever new accounts', () => {
  const numbers = new EntityNumbers()
  for (let account = 0; account < 120_000; account++) numbers.of({ name: 'shop', type: '', account: String(account) })
  expect(numbers.size).toBeLessThanOrEqual(50_000)
})
