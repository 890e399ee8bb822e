import { expect, inject } from 'vitest'
import { sendTo } from './fixtures/serve.ts'
import { test } from './fixtures/test.ts'
import { wideTrace } from './fixtures/wide-trace.ts'

const server = inject('server')

test('a trace of 20,000 documents opens, is walked to its end and searched, with 2,500 elements at most', async ({
  visit,
}) => {
  const { traceId, documents } = wideTrace(Date.now() / 1000, 49_996)
  expect(documents).toHaveLength(19_999)
  await sendTo(server, documents)
  const { page } = await visit(`${server}/traces/${traceId}`)
  const grid = page.getByRole('treegrid')
  await grid.waitFor({ timeout: 60_000 })
  expect(Number(await grid.getAttribute('aria-rowcount'))).toBeGreaterThan(40_000)
  const elements = () => page.evaluate(() => document.querySelectorAll('*').length)
  expect(await elements()).toBeLessThanOrEqual(2500)
  await grid.press('End')
  await page
    .getByRole('row', { name: /DynamoDB/ })
    .first()
    .waitFor()
  await page.getByLabel('Find in this trace').fill('item/9998')
  await page
    .locator('main search output')
    .filter({ hasText: /^[1-9]/ })
    .waitFor()
  expect(await elements()).toBeLessThanOrEqual(2500)
}, 120_000)
