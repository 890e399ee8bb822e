import { expect, test } from 'vitest'
import { cardPlace } from './card-place.ts'

const frame = { width: 1000, height: 600 }

test.each([
  { where: 'in the middle of the upper half', at: { x: 300, y: 200 }, place: { left: 350, top: 160 } },
  { where: 'at the upper edge', at: { x: 300, y: 10 }, place: { left: 350, top: 8 } },
  { where: 'at the lower edge it grows upwards', at: { x: 300, y: 595 }, place: { left: 350, bottom: 8 } },
  { where: 'in the lower half', at: { x: 300, y: 400 }, place: { left: 350, bottom: 160 } },
  { where: 'at the right edge it lies to the left', at: { x: 900, y: 200 }, place: { left: 580, top: 160 } },
  { where: 'where neither side has room', at: { x: 100, y: 200 }, narrow: 320, place: { left: 8, top: 160 } },
])('a hover card $where lies within the frame', ({ at, narrow, place }) => {
  expect(cardPlace(at, 50, { ...frame, width: narrow ?? frame.width })).toEqual(place)
})
