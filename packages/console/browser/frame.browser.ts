import type { Page } from 'playwright-core'
import { describe, expect, inject } from 'vitest'
import { faultsInBothThemes, seriousFaults } from './fixtures/open-page.ts'
import { test } from './fixtures/test.ts'

const server = inject('server')
const traceIds = inject('traceIds')
let page: Page

test.beforeEach(async ({ visit }) => {
  page = (await visit(`${server}/health`)).page
})

const searchParameter = (name: string) => new URL(page.url()).searchParams.get(name)

describe('the search box', () => {
  test.each([
    ['X-Ray', (id: string) => id],
    ['W3C', (id: string) => id.slice(2).replace('-', '')],
  ])('opens a trace by its id in %s form, by keyboard alone', async (_, spelling) => {
    await page.keyboard.press('/')
    await page.keyboard.type(spelling(traceIds.cart))
    await page.keyboard.press('Enter')
    await page.waitForURL(`${server}/traces/${traceIds.cart}`)
  })

  test('lists the traces of a filter expression, and says what is wrong with one', async () => {
    const box = page.getByRole('searchbox', { name: 'Search traces' })
    await box.fill('service("Frontend") {')
    await box.press('Enter')
    expect(await page.getByRole('alert').textContent()).toContain('At position')
    await box.fill('service("Frontend")')
    await box.press('Enter')
    await page.waitForURL('**/traces?**')
    expect(searchParameter('filter')).toBe('service("Frontend")')
  })
})

describe('the time range', () => {
  test('of the last hours stands in the address, and back goes back', async () => {
    await page.getByRole('button', { name: /^Time range/ }).click()
    await page.getByRole('button', { name: 'Last 3 hours' }).click()
    expect(searchParameter('timeRange')).toBe('PT3H')
    await page.goBack()
    expect(searchParameter('timeRange')).toBeNull()
  })

  test('between two moments is read in the zone that times are written in', async () => {
    await page.getByRole('button', { name: /^Time range/ }).click()
    await page.getByLabel('From', { exact: true }).fill('2026-11-01T14:00:00')
    await page.getByLabel('To', { exact: true }).fill('2026-11-01T14:05:00')
    await page.getByRole('button', { name: 'Show this range' }).click()
    expect(searchParameter('timeRange')).toBe('2026-11-01T13:00:00Z~2026-11-01T13:05:00Z')
    await page.getByRole('button', { name: 'Time range: 2026-11-01 14:00:00 – 14:05:00 +01:00' }).click()
    await page.getByText('UTC', { exact: true }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Time range: 2026-11-01 13:00:00 – 13:05:00 UTC' }).waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'Time range: 2026-11-01 13:00:00 – 13:05:00 UTC' }).waitFor()
  })

  test('that ends before it starts is refused', async () => {
    await page.getByRole('button', { name: /^Time range/ }).click()
    await page.getByLabel('From', { exact: true }).fill('2026-11-01T14:00:00')
    await page.getByLabel('To', { exact: true }).fill('2026-11-01T13:00:00')
    await page.getByRole('button', { name: 'Show this range' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('after the start')
  })
})

test('a group is found by a part of its name and chosen by keyboard', async () => {
  const response = await fetch(`${server}/CreateGroup`, {
    method: 'POST',
    body: JSON.stringify({ GroupName: 'slow-ones', FilterExpression: 'responsetime > 1' }),
  })
  expect(response.status).toBe(200)
  await page.reload()
  await page.getByRole('button', { name: 'Group: Default' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.type('slow')
  await page.getByRole('option', { name: 'slow-ones' }).waitFor()
  await page.keyboard.press('Enter')
  expect(searchParameter('group')).toBe('slow-ones')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Group: slow-ones')
})

test('the help shows the keys, and Escape gives the focus back', async () => {
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await page.waitForURL(`${server}/start`)
})

test('a chosen theme stays after a reload', async () => {
  await page.getByRole('button', { name: 'Switch to dark colours' }).click()
  await page.reload()
  await page.getByRole('button', { name: 'Switch to light colours' }).waitFor()
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
})

test('a link of the X-Ray console leads to the same place', async () => {
  await page.goto(`${server}/home?region=us-west-2#/traces/${traceIds.cart}?timeRange=PT1H`)
  await page.waitForURL(`${server}/traces/${traceIds.cart}?timeRange=PT1H`)
})

test('live updates are paused and go on by a key', async () => {
  await page.keyboard.press('p')
  await page.getByRole('button', { name: /Paused/ }).waitFor()
  await page.keyboard.press('p')
  await page.getByRole('button', { name: /Paused/ }).waitFor({ state: 'detached' })
})

test('open panels have nothing serious for axe in either theme, and fit 320 pixels', async () => {
  await page.setViewportSize({ width: 320, height: 640 })
  for (const name of ['Pages', /^Group/, /^Time range/]) {
    await page.getByRole('button', { name, expanded: false }).first().click()
    expect(await faultsInBothThemes(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    await page.keyboard.press('Escape')
  }
})

test('panels lie within the page, however wide it is', async ({ visit }) => {
  await visit(`${server}/health?timeRange=2026-11-23T01:00:00Z~2026-11-23T03:30:00Z`)
  for (const width of [360, 780, 900, 1100, 1440]) {
    await page.setViewportSize({ width, height: 900 })
    for (const name of [/^Group/, /^Time range/]) {
      const button = page.getByRole('button', { name })
      await button.click()
      const { left, right } = await button.evaluate((element) => {
        const panel = document.getElementById(element.getAttribute('aria-controls') ?? '')
        return panel?.getBoundingClientRect().toJSON()
      })
      expect(left, `at ${width} pixels`).toBeGreaterThanOrEqual(0)
      expect(right, `at ${width} pixels`).toBeLessThanOrEqual(width)
      await page.keyboard.press('Escape')
    }
  }
})
