import type { Page } from 'playwright-core'
import { expect, inject } from 'vitest'
import { openPage } from './fixtures/open-page.ts'
import { sendTo } from './fixtures/serve.ts'
import { test } from './fixtures/test.ts'

const server = inject('server')

let sent = 0
/** One request to a service that nobody has seen yet. */
async function sendNew(): Promise<string> {
  sent += 1
  const now = Date.now() / 1000
  const name = `new-${sent}`
  const digits = sent.toString(16).padStart(8, '0')
  const ids = { trace_id: `1-${Math.floor(now).toString(16)}-beef${digits}cafe${digits}`, id: `beefcafe${digits}` }
  await sendTo(server, [{ ...ids, name, start_time: now - 0.1, end_time: now }])
  return name
}

test('a new service is on the map without a reload', async ({ visit }) => {
  const { page } = await visit(server)
  await page.getByRole('button', { name: /follows what comes in/ }).waitFor()
  const name = await sendNew()
  await page.getByText(name).first().waitFor({ timeout: 10_000 })
})

test('where the stream is away, the page asks every few seconds, and says so', async ({ visit }) => {
  const { page } = await visit(`${server}/health`)
  await page.route('**/api/live?**', (route) => route.abort())
  await page.goto(server)
  await page.getByRole('button', { name: /the page asks every 5 s/ }).waitFor()
  const name = await sendNew()
  await page.getByText(name).first().waitFor({ timeout: 10_000 })
})

test('a paused page stays as it is, and follows again when it is let go', async ({ browser, visit }) => {
  const { page } = await visit(server)
  await page.getByRole('button', { name: /follows what comes in/ }).waitFor()
  await page.keyboard.press('p')
  await page.getByRole('button', { name: /stays as it is/ }).waitFor()
  const name = await sendNew()
  // Had the page followed, it would have asked by now: another page, opened later, has the service.
  const other = await openPage(browser, server)
  await other.page.getByText(name).first().waitFor({ timeout: 10_000 })
  expect(await page.getByText(name).count()).toBe(0)
  await page.keyboard.press('p')
  await page.getByText(name).first().waitFor({ timeout: 10_000 })
  await other.page.context().close()
})

test('a page that nobody sees has no stream, and catches up when it is seen again', async ({ visit }) => {
  const { page } = await visit(server)
  await page.getByRole('button', { name: /follows what comes in/ }).waitFor()
  const ended = page.waitForEvent('requestfailed', (request) => request.url().includes('/api/live'))
  await setHidden(page, true)
  await ended
  const name = await sendNew()
  expect(await page.getByText(name).count()).toBe(0)
  await setHidden(page, false)
  await page.getByText(name).first().waitFor({ timeout: 10_000 })
})

/** As the browser tells a page whose tab goes to the background. */
function setHidden(page: Page, isHidden: boolean): Promise<unknown> {
  return page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
    document.dispatchEvent(new Event('visibilitychange'))
  }, isHidden)
}

test('a computer that leaves its network still asks the server that runs on it', async ({ visit }) => {
  const { page } = await visit(`${server}/groups`)
  await page.evaluate(() => dispatchEvent(new Event('offline')))
  await page.getByRole('link', { name: 'Health' }).click()
  await page.getByText('Counted since').waitFor()
})
