import { expect, test } from 'vitest'
import { isScattered } from './scattered.ts'

const cases: [text: string, values: number][] = [
  ['', 0],
  ['{"a":[1,2]}', 3],
  ['{"TraceSegmentDocuments":["{\\"a\\":[1,2,{}]}","[,[\\\\"]}', 3],
  ['"never closed [[[', 0],
  ['[[[', 3],
]
test.each(cases)('in %s only what stands outside of strings counts', (text, values) => {
  expect(isScattered(Buffer.from(text), values)).toBe(false)
  if (values > 0) expect(isScattered(Buffer.from(text), values - 1)).toBe(true)
})
