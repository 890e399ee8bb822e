import { expect, test } from 'vitest'
import { readKey, writeKey } from './group-keys.ts'
import { groupOrders, listOrders, pressed, readOrder, writeOrder } from './order.ts'

test('every order stands in an address and is read back', () => {
  for (const names of [listOrders, groupOrders] as const)
    for (const by of names)
      for (const direction of ['asc', 'desc'] as const)
        expect(readOrder<string>(names, writeOrder<string>(names, { by, direction }))).toEqual({ by, direction })
  expect(writeOrder(listOrders, { by: 'start', direction: 'desc' })).toBeUndefined()
})

test.each([undefined, '', 'colour', 'colour.asc'])('%j is the usual order', (text) => {
  expect(readOrder(listOrders, text)).toEqual({ by: 'start', direction: 'desc' })
})

test('a head that is pressed again turns its order round', () => {
  const first = pressed(readOrder(listOrders, undefined), 'responsetime')
  expect(first).toEqual({ by: 'responsetime', direction: 'desc' })
  expect(pressed(first, 'responsetime')).toEqual({ by: 'responsetime', direction: 'asc' })
  expect(pressed(first, 'start', 'asc')).toEqual({ by: 'start', direction: 'asc' })
})

test.each([
  [undefined, 'url', undefined],
  ['url', 'url', undefined],
  ['colour', 'url', undefined],
  ['status', 'status', 'status'],
  ['annotation', 'annotation', 'annotation'],
  ['annotation[a]b]', 'annotation[a]b]', 'annotation[a]b]'],
  ['annotation[]', 'url', undefined],
])('the key %j of an address is %s', (text, key, written) => {
  expect(readKey(text)).toBe(key)
  expect(writeKey(readKey(text))).toBe(written)
})
