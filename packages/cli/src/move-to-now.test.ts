import type { Micros } from '@roentgen/trace'
import { expect, test } from 'vitest'
import { moveToNow } from './move-to-now.ts'

const now = 2_000_000_000_000_000 as Micros

test('the latest time of all documents becomes now, and every distance stays', () => {
  const parent = {
    id: 'p',
    start_time: 1000.25,
    end_time: 1001,
    subsegments: [{ id: 's', start_time: 1000.5, end_time: 1003.000001 }],
  }
  const other = { id: 'o', start_time: 990, in_progress: true }
  const [movedParent = '', movedOther = ''] = moveToNow([JSON.stringify(parent), JSON.stringify(other)], now)
  expect(JSON.parse(movedParent)).toEqual({
    id: 'p',
    start_time: 1999999997.249999,
    end_time: 1999999997.999999,
    subsegments: [{ id: 's', start_time: 1999999997.499999, end_time: 2000000000 }],
  })
  expect(JSON.parse(movedOther)).toEqual({ id: 'o', start_time: 1999999986.999999, in_progress: true })
})

test('what is no document, or has no time, stays as it is', () => {
  expect(moveToNow(['nonsense', '[1]', '{"start_time":"x"}'], now)).toEqual(['nonsense', '[1]', '{"start_time":"x"}'])
})
