import { expect, test } from 'vitest'
import { chain } from './any-graph.builder.ts'
import { lingering, nextDrawn } from './linger.ts'

test('a node without traffic fades with its edges, then goes; one that comes back is as before', () => {
  const whole = nextDrawn(undefined, chain(3), 100)
  const fading = nextDrawn(whole, chain(2), 105)
  expect(fading.graph.nodes.map(({ id }) => id)).toEqual([1, 2, 3])
  expect(fading.graph.edges.map(({ id }) => id)).toEqual(['1-2', '2-3'])
  expect([...fading.leaving]).toEqual([[3, 105]])
  const stillFading = nextDrawn(fading, chain(2), 105 + lingering - 1)
  expect([...stillFading.leaving]).toEqual([[3, 105]])
  const gone = nextDrawn(stillFading, chain(2), 105 + lingering)
  expect(gone.graph).toEqual(chain(2))
  const back = nextDrawn(stillFading, chain(3), 112)
  expect([...back.leaving]).toEqual([])
})
