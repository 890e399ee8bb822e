import { histogramEdges } from '@roentgen/trace'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allRequests, parseChoice, printChoice } from './request-choice.ts'
import { states } from './ring.ts'

test('a choice comes back from the URL', () => {
  const anyEdge = fc.constantFrom(...histogramEdges)
  const anyTimes = fc.tuple(anyEdge, anyEdge).map(([a, b]) => (a < b ? { first: a, last: b } : { first: b, last: a }))
  const anyChoice = fc.record({
    states: fc.subarray([...states]),
    times: fc.option(anyTimes, { nil: undefined }),
  })
  fc.assert(
    fc.property(anyChoice, (choice) => {
      expect(parseChoice(printChoice(choice))).toEqual(choice)
    }),
  )
})

test.each([
  ['', allRequests],
  ['nonsense,9~', allRequests],
  ['500~100', allRequests],
  ['fault,fault,200~205', { states: ['fault'], times: { first: 200, last: 200 } }],
])('%s is read', (text, choice) => {
  expect(parseChoice(text)).toEqual(choice)
})
