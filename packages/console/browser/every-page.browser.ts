import { describe, expect, inject } from 'vitest'
import { faultsInBothThemes, settled } from './fixtures/open-page.ts'
import { everyPage } from './fixtures/pages.ts'
import { test } from './fixtures/test.ts'

describe.each(everyPage(inject('traceIds')))('the page $name', ({ path }) => {
  test('has nothing serious for axe in either theme, keeps the policy, asks nobody else, and fits 320 pixels', async ({
    visit,
  }) => {
    const { page, offences } = await visit(inject('server') + path)
    expect.soft(await faultsInBothThemes(page)).toEqual([])
    await page.setViewportSize({ width: 320, height: 640 })
    await page.reload()
    await settled(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    expect(offences).toEqual([])
  })
})
