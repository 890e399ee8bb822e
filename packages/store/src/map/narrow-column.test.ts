import fc from 'fast-check'
import { expect, test } from 'vitest'
import { narrowColumn } from './narrow-column.ts'

const read = ({ least, above }: ReturnType<typeof narrowColumn>) => Array.from(above, (number) => least + number)

test('whole numbers are read as they were, whatever they are', () => {
  const number = fc.oneof(fc.nat(300), fc.nat(70_000), fc.maxSafeInteger(), fc.constant(2 ** 60))
  fc.assert(
    fc.property(fc.array(number), (numbers) => {
      expect(read(narrowColumn(numbers))).toEqual(numbers)
      expect(read(narrowColumn(Float64Array.from(numbers)))).toEqual(numbers)
    }),
  )
})

test.each([
  [255, 1],
  [256, 2],
  [65_536, 4],
  [4_294_967_296, 8],
])('numbers that lie %d apart take %d bytes each', (span, bytes) => {
  const first = 1_700_000_000_000_000
  const { above } = narrowColumn([first, first + span])
  expect(above.BYTES_PER_ELEMENT).toBe(bytes)
})
