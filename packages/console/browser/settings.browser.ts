import { expect, inject } from 'vitest'
import { openPage } from './fixtures/open-page.ts'
import { test } from './fixtures/test.ts'

const server = inject('server')
const traceIds = inject('traceIds')

test('what is chosen holds on every page, and after a reload', async ({ visit }) => {
  const { page } = await visit(`${server}/health`)
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
})

test('the address of the logs is refused when it is none, and leads from a segment to its logs', async ({ visit }) => {
  const { page } = await visit(`${server}/settings`)
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
})

test('where the browser allows no storage, choices last as long as the page', async ({ browser }) => {
  const { page } = await openPage(browser, 'about:blank')
  await page.addInitScript(() =>
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('The document is sandboxed', 'SecurityError')
      },
    }),
  )
  await page.goto(`${server}/settings`)
  await page.getByRole('button', { name: 'Dark', exact: true }).click()
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
  await page.context().close()
})
