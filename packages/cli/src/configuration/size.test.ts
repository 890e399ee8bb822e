import { expect, test } from 'vitest'
import { readSize } from './size.ts'

test.each([
  ['10GB', 1e10],
  ['10 gb', 1e10],
  ['10G', 1e10],
  ['512MiB', 512 * 1024 ** 2],
  ['10Gi', 10 * 1024 ** 3],
  ['1.5TiB', 1.5 * 1024 ** 4],
  ['64kB', 64_000],
  ['4096', 4096],
  ['4096B', 4096],
  ['0', 0],
])('%s is %i bytes', (text, bytes) => {
  expect(readSize(text)).toBe(bytes)
})

test.each(['', 'GB', '-1GB', '10XB', '10 giga', '1e9', '0x10', '10GB and more'])('%j is no size', (text) => {
  expect(readSize(text)).toBeUndefined()
})
