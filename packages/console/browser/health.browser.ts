import { expect, inject } from 'vitest'
import { test } from './fixtures/test.ts'

test('groups into which no trace is put are named with the reason', async ({ visit }) => {
  const { page } = await visit(`${inject('server')}/health`)
  await page.getByRole('heading', { name: 'Receiving' }).waitFor()
  expect(await page.getByRole('heading', { name: 'Suspended groups' }).count()).toBe(0)
  // As after a step back to a version that cannot read a group's filter.
  const arn = 'arn:aws:xray:us-east-1:000000000000:group/later/ABC'
  await page.route('**/api/health', async (route) => {
    const response = await route.fetch()
    const report = { ...(await response.json()), suspendedGroups: [{ arn, reason: 'weather is no keyword' }] }
    await route.fulfill({ response, json: report })
  })
  await page.reload()
  await page.getByRole('heading', { name: 'Suspended groups' }).waitFor()
  const section = page.getByRole('region', { name: 'Suspended groups' })
  expect(await section.textContent()).toMatch(/later.*weather is no keyword/)
})
