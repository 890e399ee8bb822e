import { expect, test } from 'vitest'
import { ownAddress } from './hash-address.ts'

test.each([
  ['#/service-map', '/'],
  ['#/service-map?timeRange=PT1H', '/?timeRange=PT1H'],
  ['#/traces', '/traces'],
  ['#/traces?filter=service(%22a%22)&timeRange=PT5M', '/traces?filter=service(%22a%22)&timeRange=PT5M'],
  ['#/traces/1-58406520-a006649127e371903a2de979', '/traces/1-58406520-a006649127e371903a2de979'],
  ['#/traces/1-58406520-a006649127e371903a2de979/raw', '/traces/1-58406520-a006649127e371903a2de979/raw'],
  ['#/traces/%E0%A4%A', '/traces/%25E0%25A4%25A'],
  ['#/getting-started', '/start'],
  ['#/nothing', undefined],
  ['#top', undefined],
  ['', undefined],
])('the X-Ray console’s %j is %j here', (hash, address) => {
  expect(ownAddress({ hash })).toBe(address)
})
