import { expect, test } from 'vitest'
import { arrivalsOf } from './arrivals.ts'

const report = (udp: number, http: number, rejected: number) => ({
  received: { accepted: { udp, http }, rejected },
  rejections: rejected === 0 ? [] : [{ source: 'udp' as const, code: 'InvalidName', count: rejected }],
})

test.each([
  [report(0, 0, 0), 'nothing', 'Nothing came in yet', undefined],
  [report(1, 0, 0), 'well', '1 document came in, 1 over UDP', undefined],
  [report(7, 5, 0), 'well', '12 documents came in, 7 over UDP, 5 over HTTP', undefined],
  [report(0, 0, 12), 'all rejected', '12 documents came in', '12 rejected'],
  [report(1200, 0, 3), 'some rejected', '1,203 documents came in, 1,200 over UDP', '3 rejected'],
])('%j is said', (given, kind, came, rejected) => {
  expect(arrivalsOf(given)).toMatchObject({ kind, came, rejected })
})
