import { expect, test } from 'vitest'
import { commonHost, shortUrl } from './short-url.ts'

test.each([
  [['http://frontend/cart', 'https://frontend/', null], 'frontend'],
  [['http://frontend/cart', 'http://images/'], undefined],
  [['http://frontend/cart', 'cart'], undefined],
  [[null], undefined],
  [[], undefined],
])('%j have the host %s', (urls, host) => {
  expect(commonHost(urls)).toBe(host)
})

test.each([
  ['http://frontend/cart?a=b', 'frontend', '/cart?a=b'],
  ['http://frontend', 'frontend', '/'],
  ['http://frontend/cart', undefined, 'frontend/cart'],
  ['http://frontend.example:80/', 'frontend', 'frontend.example:80/'],
  ['no url', 'frontend', 'no url'],
  ['/cart', undefined, '/cart'],
])('%s, where all are of %s, is %s', (url, host, short) => {
  expect(shortUrl(url, host)).toBe(short)
})
