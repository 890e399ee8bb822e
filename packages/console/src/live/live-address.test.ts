import { expect, test } from 'vitest'
import { liveAddress } from './live-address.ts'

test.each([
  ['/', { filter: '', group: 'Default' }, '/api/live?topics=map%2Chealth'],
  ['/', { filter: 'fault', group: 'slow' }, '/api/live?topics=map%2Chealth&group=slow'],
  ['/traces', { filter: '', group: 'Default' }, '/api/live?topics=map%2Ctraces%2Chealth'],
  [
    '/traces',
    { filter: 'user = "a&b"', group: 'Default' },
    '/api/live?topics=map%2Ctraces%2Chealth&filter=user+%3D+%22a%26b%22',
  ],
])('the page %s with %j listens at %s', (path, view, address) => {
  expect(liveAddress(path, view)).toBe(address)
})
