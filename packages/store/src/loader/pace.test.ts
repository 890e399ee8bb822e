import { expect, test } from 'vitest'
import { nextLoadAt } from './pace.ts'

const cases: [what: string, took: number, next: number][] = [
  ['an empty one leaves the interval as it is', 0, 200],
  ['a short one does too', 50, 200],
  ['one of 100 ms rests twice as long', 100, 300],
  ['one of a second rests 250 ms and no more', 1000, 1250],
]

test.each(cases)('after a load the next begins later, the longer it took: %s', (_, took, next) => {
  expect(nextLoadAt({ began: 5000, ended: 5000 + took }, 200)).toBe(5000 + next)
})
