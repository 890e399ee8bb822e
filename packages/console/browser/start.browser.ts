import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { openPage, seriousFaults } from './fixtures/open-page.ts'
import { type Served, serve } from './fixtures/serve.ts'
import { test } from './fixtures/test.ts'

let server: Served

beforeAll(async () => {
  server = await serve()
})
afterAll(() => server[Symbol.asyncDispose]())

const arrivals = (page: Page, text: string | RegExp) => page.getByRole('status').filter({ hasText: text }).first()

test('a server to which nobody has sent shows how to; what came in and was rejected is said with its reason, and listed', async ({
  visit,
}) => {
  const { page } = await visit(`${server.url}/`)
  await page.getByRole('heading', { name: 'Send traces here' }).waitFor()
  await arrivals(page, 'Nothing came in yet').waitFor()
  const wrong = { name: 'what?', id: '4c721bf33e3caf8f', trace_id: '1-58406520-a006649127e371903a2de979' }
  await server.send([{ ...wrong, start_time: 1, end_time: 2 }])
  await arrivals(page, '1 document came in, 1 rejected: "name" is "what?"').waitFor()
  await page.getByRole('link', { name: '1 rejected' }).click()
  await page.getByText('A name has 1 to 200 letters').waitFor()
  await page.getByText('How it begins').click()
  await page.getByText('"name":"what?"').waitFor()
  expect(await seriousFaults(page)).toEqual([])
})

test('a snippet is copied as it stands, with the address of this server', async ({ visit }) => {
  const { page } = await visit(`${server.url}/start`)
  await page.getByRole('button', { name: 'Python' }).click()
  await page.getByRole('button', { name: 'Copy Run it' }).click()
  await page.getByText('Copied').waitFor()
  const address = new URL(server.url).host
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`AWS_XRAY_DAEMON_ADDRESS=${address} flask run`)
  expect(new URL(page.url()).searchParams.get('with')).toBe('python')
})

test('a test trace is sent from the page and opened from there, and the first page becomes the map by itself', async ({
  browser,
  visit,
}) => {
  const [first, start] = await Promise.all([visit(`${server.url}/`), openPage(browser, `${server.url}/start`)])
  await first.page.getByRole('heading', { name: 'Send traces here' }).waitFor()
  await start.page.getByRole('button', { name: 'Send a test trace' }).click()
  await start.page.getByRole('link', { name: /^1-[0-9a-f]{8}-[0-9a-f]{24}$/ }).click()
  await start.page.getByText('test-service').first().waitFor()
  await first.page.getByText('test-service').first().waitFor()
  // One request, told over the seconds since it came and not over 15 minutes.
  await first.page.getByRole('button', { name: /^test-service, .* [2-6](\.\d)? per minute/ }).waitFor()
  expect(start.offences).toEqual([])
  await start.page.context().close()
})

test('a server that went away is said to have, over what the page shows', async ({ visit }) => {
  const { page } = await visit(`${server.url}/health`)
  await server[Symbol.asyncDispose]()
  await page.getByRole('alert').filter({ hasText: 'Roentgen does not answer' }).waitFor({ timeout: 25_000 })
  await page.getByRole('heading', { name: 'Health' }).waitFor()
})
