import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openBrowser, openPage } from './fixtures/open-page.ts'

const server = inject('server')
const traceIds = inject('traceIds')
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

test('what is chosen holds on every page, and after a reload', async () => {
  const { page, offences } = await openPage(browser, `${server}/health`)
  await page.keyboard.press('g')
  await page.keyboard.press(',')
  await page.getByRole('heading', { name: 'Settings' }).waitFor()
  const choose = (label: string, name: string) =>
    page.getByRole('group', { name: label }).getByRole('button', { name }).click()
  await choose('Colours', 'Dark')
  await choose('Times are written in', 'UTC')
  await choose('A page that is opened', 'Wait until asked')
  await page.getByRole('button', { name: /stays as it is/ }).waitFor()
  await page.goto(`${server}/health`)
  await page.getByText(/^Counted since .* UTC\)/).waitFor()
  await page.getByRole('button', { name: /stays as it is/ }).waitFor()
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme)
  expect(await theme()).toBe('dark')
  await page.goto(`${server}/settings`)
  await choose('Colours', 'As the system')
  await expect.poll(theme).toBe('light')
  expect(offences).toEqual([])
  await page.context().close()
})

test('the address of the logs is refused when it is none, and leads from a segment to its logs', async () => {
  const { page, offences } = await openPage(browser, `${server}/settings`)
  const address = page.getByLabel('Address')
  const keep = page.getByRole('button', { name: 'Keep' })
  await address.fill('javascript:alert({traceId})')
  await keep.click()
  await page.getByRole('alert').filter({ hasText: 'https://' }).waitFor()
  await address.fill('https://logs.example/?q={traceId}&of={service}&from={start}')
  await keep.click()
  await page.getByText('Kept in this browser', { exact: true }).last().waitFor()
  await page.goto(`${server}/traces/${traceIds.cart}`)
  await page.getByRole('row', { name: /Frontend/ }).click()
  const link = page.getByRole('link', { name: 'View logs' })
  const { searchParams } = new URL((await link.getAttribute('href')) ?? '')
  expect(searchParams.get('q')).toBe(traceIds.cart)
  expect(searchParams.get('of')).toBe('Frontend')
  expect(Date.parse(searchParams.get('from') ?? '')).toBeGreaterThan(Date.now() - 3_600_000)
  expect(offences).toEqual([])
  await page.context().close()
})
