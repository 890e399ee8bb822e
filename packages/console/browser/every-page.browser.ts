import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openBrowser, openPage, seriousFaults, themes } from './fixtures/open-page.ts'
import { everyPage } from './fixtures/pages.ts'

const server = inject('server')
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

describe.each(everyPage(inject('traceIds')))('the page $name', ({ path }) => {
  test.each(themes)('in %s has nothing serious for axe, keeps the policy, and asks nobody else', async (theme) => {
    const { page, offences } = await openPage(browser, server + path, { theme })
    expect(await seriousFaults(page)).toEqual([])
    expect(offences).toEqual([])
    await page.context().close()
  })

  test('fits 320 pixels', async () => {
    const { page, offences } = await openPage(browser, server + path, { width: 320, height: 640 })
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(320)
    expect(offences).toEqual([])
    await page.context().close()
  })
})
