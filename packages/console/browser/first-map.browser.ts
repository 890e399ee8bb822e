import { expect, inject } from 'vitest'
import { sendTo } from './fixtures/serve.ts'
import { test } from './fixtures/test.ts'

const server = inject('server')

test('the map is asked for before the console’s script has come', async ({ visit }) => {
  const { page } = await visit(`${server}/health`)
  const asked = page.waitForRequest('**/ServiceGraph')
  await page.route('**/assets/base-*.js', async (route) => {
    const body = (await asked).postDataJSON()
    expect(body.EndTime - body.StartTime).toBeCloseTo(3600, 3)
    await route.continue()
  })
  await page.goto(`${server}/?timeRange=PT1H`)
  await page.locator('[data-node]').first().waitFor()
})

test('what was asked for early is the answer to nobody who asks later', async ({ visit }) => {
  // Its first request begins with the window: the map need not know whether anything is older.
  const start = Math.floor(Date.now() / 1000) - 5
  const trace_id = `1-${start.toString(16)}-${'e'.repeat(24)}`
  await sendTo(server, [{ name: 'early', id: 'e'.repeat(16), trace_id, start_time: start, end_time: start + 0.1 }])
  const iso = (seconds: number) => new Date(seconds * 1000).toISOString()
  const { page } = await visit(`${server}/map?timeRange=${iso(start)}~${iso(start + 60)}`)
  await page.locator('[data-node]').first().waitFor()
  const asked = page.waitForRequest('**/api/health')
  await page.getByRole('link', { name: 'Groups' }).click()
  await asked
})
