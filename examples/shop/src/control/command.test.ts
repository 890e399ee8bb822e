import { expect, test } from 'vitest'
import { readCommand } from './command.ts'

test.each([
  ['/api/kill', { service: 'cartservice' }, { kind: 'kill', service: 'cartservice' }],
  ['/api/chaos/start', { low: 200, high: 300 }, { kind: 'start chaos', interval: { low: 200, high: 300 } }],
  ['/api/chaos/start', { low: 200 }, { kind: 'start chaos', interval: { low: 200, high: 200 } }],
  ['/api/chaos/start', { high: 180_000 }, { kind: 'start chaos', interval: { low: 120_000, high: 180_000 } }],
  ['/api/chaos/start', {}, { kind: 'start chaos', interval: { low: 120_000, high: 300_000 } }],
  ['/api/chaos/stop', {}, { kind: 'stop chaos' }],
  ['/api/capacity', { table: 'ProductCatalog', read: 1 }, { kind: 'capacity', read: 1 }],
  ['/api/instrument', { service: 'all' }, { kind: 'instrument', service: 'all', instrumented: true }],
] as const)('%s %j is read', (path, body, command) => {
  expect(readCommand(path, body)).toEqual(command)
})

test.each([
  ['/api/kill', {}, 'service is missing'],
  ['/api/kill', null, 'service is missing'],
  ['/api/kill', { service: 7 }, 'service is missing'],
  ['/api/chaos/start', { low: 300, high: 200 }, 'high is 200'],
  ['/api/chaos/start', { low: 0 }, 'low is 0'],
  // What JSON makes of NaN.
  ['/api/chaos/start', { low: null, high: null }, 'low is null; it must be a number from 100 to 86400000'],
  ['/api/capacity', { table: 'Orders' }, 'no table "Orders"'],
  ['/api/capacity', { table: 'ProductCatalog', read: 0 }, 'read is 0'],
  ['/api/capacity', { table: 'ProductCatalog', read: 1.5 }, 'whole number'],
  ['/api/capacity', { table: 'ProductCatalog', read: '1' }, 'read is "1"'],
  ['/api/capacity', { table: 'ProductCatalog', burstSeconds: 1e9 }, 'burstSeconds is 1000000000'],
  ['/api/elsewhere', {}, 'There is nothing at'],
] as const)('%s %j is refused: %s', (path, body, why) => {
  expect(() => readCommand(path, body)).toThrow(why)
})
