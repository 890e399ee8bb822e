import { expect, test } from 'vitest'
import { refusalOf } from './refusal.ts'

const shop = 'http://127.0.0.1:8080'
const on80 = 'http://127.0.0.1'

test.each([
  [shop, { host: '127.0.0.1:8080' }],
  [shop, { host: 'LOCALHOST:8080', origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' }],
  [shop, { host: '[::1]:8080', origin: 'http://[::1]:8080', 'sec-fetch-site': 'none' }],
  // Browsers and fetch leave out the port that http has anyway.
  [on80, { host: '127.0.0.1' }],
  [`${on80}:80`, { host: 'localhost', origin: 'http://localhost' }],
  [on80, { host: '127.0.0.1:80' }],
])('at %s %j may pass', (url, headers) => {
  expect(refusalOf({ headers }, url)).toBeUndefined()
})

test.each([
  [shop, {}, 'not for undefined'],
  [shop, { host: '' }, 'This page is for 127.0.0.1:8080'],
  [shop, { host: '127.0.0.1' }, 'not for 127.0.0.1.'],
  [on80, { host: '127.0.0.1:8080' }, 'This page is for 127.0.0.1, not'],
  [shop, { host: 'elsewhere.example:8080' }, 'not for elsewhere.example:8080'],
  [shop, { host: '127.0.0.1:8080/x' }, 'This page is for'],
  [shop, { host: 'me@127.0.0.1:8080' }, 'This page is for'],
  [shop, { host: '127.0.0.1:8080', origin: 'http://elsewhere.example' }, 'http://elsewhere.example may not'],
  [shop, { host: '127.0.0.1:8080', origin: 'https://127.0.0.1:8080' }, 'may not'],
  [shop, { host: '127.0.0.1:8080', origin: '127.0.0.1:8080' }, 'may not'],
  [shop, { host: '127.0.0.1:8080', origin: 'null' }, 'null may not'],
  [on80, { host: '127.0.0.1', origin: 'http://127.0.0.1:8080' }, 'may not'],
  [shop, { host: '127.0.0.1:8080', 'sec-fetch-site': 'cross-site' }, 'Another site'],
] as const)('at %s %j is refused: %s', (url, headers, why) => {
  expect(refusalOf({ headers }, url)).toContain(why)
})
