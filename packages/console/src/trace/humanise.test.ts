import { expect, test } from 'vitest'
import { humanise } from './humanise.ts'

test.each([
  ['table_name', 'Table name'],
  ['request_id', 'Request ID'],
  ['id_2', 'ID 2'],
  ['xray', 'X-Ray'],
  ['sdk_version', 'SDK version'],
  ['constructor', 'Constructor'],
  ['__proto__', '__proto__'],
  ['camelCase', 'camelCase'],
  ['http.route', 'http.route'],
  ['', ''],
])('%j is written %j', (key, text) => {
  expect(humanise(key)).toBe(text)
})
