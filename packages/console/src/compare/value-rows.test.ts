import { expect, test } from 'vitest'
import type { ComparedValue } from '../wire/trace-sets.ts'
import { chosenValues, keysOf, type ValueChoice } from './value-rows.ts'

const value = (key: string, text: string | null, shareOfA: number, shareOfB: number, significant = false) =>
  ({
    ...{ key, value: text, filter: null, a: 1, b: 1, shareOfA, shareOfB, difference: shareOfA - shareOfB },
    ...{ ratio: 1, low: 0, high: null, significant },
  }) satisfies ComparedValue

const values = [
  value('annotation[tenant]', 'tenant 7', 0.6, 0.1, true),
  value('user', 'Alice', 0.1, 0.3),
  value('user', null, 0.9, 0.2),
]
const all: ValueChoice = { order: 'surest', key: '', sought: '', onlySure: false }

test.each<[what: string, choice: Partial<ValueChoice>, shown: readonly number[]]>([
  ['as the server ranks them', {}, [0, 1, 2]],
  ['by the size of the difference', { order: 'difference' }, [2, 0, 1]],
  ['by the share of A', { order: 'a' }, [2, 0, 1]],
  ['by the share of B', { order: 'b' }, [1, 2, 0]],
  ['of one key', { key: 'user' }, [1, 2]],
  ['by a part of a value', { sought: 'aLi' }, [1]],
  ['by a part of what the key is called', { sought: 'annotation ten' }, [0]],
  ['those that differ for sure', { onlySure: true }, [0]],
])('values are shown %s', (_, choice, shown) => {
  expect(chosenValues(values, { ...all, ...choice })).toEqual(shown.map((at) => values[at]))
})

test('keys are offered with how many of their values differ', () => {
  expect(keysOf(values)).toEqual([
    { key: 'annotation[tenant]', sure: 1 },
    { key: 'user', sure: 0 },
  ])
})
