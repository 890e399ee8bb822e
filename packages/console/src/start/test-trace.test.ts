import { admit, httpLimits } from '@roentgen/trace'
import { expect, test } from 'vitest'
import { randomHex, testTrace } from './test-trace.ts'

test('the documents of a test trace are admitted, and those of two are two traces', () => {
  const now = 1795442580.123456
  const [one, other] = [testTrace(now, randomHex), testTrace(now, randomHex)]
  expect(one.id).not.toBe(other.id)
  for (const document of one.documents) expect(admit(JSON.stringify(document), httpLimits)).toMatchObject({ ok: true })
})
