import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openBrowser, openPage, settled } from './fixtures/open-page.ts'

const server = inject('server')
const traceIds = inject('traceIds')
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** The ids of the rows on screen. */
function shownIds(page: Page): Promise<(string | null)[]> {
  return page
    .getByRole('table', { name: 'Traces' })
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getAttribute('title')))
}

async function answerOf(filter: string): Promise<string[]> {
  const now = Date.now() / 1000
  const body = JSON.stringify({ StartTime: now - 86_400, EndTime: now + 60, FilterExpression: filter })
  const answer = await fetch(`${server}/TraceSummaries`, { method: 'POST', body })
  const { TraceSummaries } = (await answer.json()) as { TraceSummaries: { Id: string; StartTime: number }[] }
  return TraceSummaries.sort((a, b) => b.StartTime - a.StartTime).map(({ Id }) => Id)
}

describe('the page of traces', () => {
  test('lists what GetTraceSummaries finds for the filter of its address, the newest first', async () => {
    const { page } = await openPage(browser, `${server}/traces?timeRange=P1D&filter=fault`)
    await page.getByText('all are here').waitFor()
    const expected = await answerOf('fault')
    expect(expected.length).toBeGreaterThan(0)
    expect((await shownIds(page)).slice(0, 10)).toEqual(expected.slice(0, 10))
    await page.context().close()
  })

  test('completes a query, says where one is wrong, and asks it at Enter', async () => {
    const { page } = await openPage(browser, `${server}/traces?timeRange=P1D`)
    const box = page.getByRole('textbox', { name: 'Query: a filter expression' })
    await box.click()
    await page.keyboard.type('service("Fr')
    await page.getByRole('option', { name: '"Frontend"' }).waitFor()
    await page.keyboard.press('Tab')
    await page.waitForFunction(() => document.querySelector('[data-key=query]')?.textContent?.includes('"Frontend"'))
    await page.keyboard.type(') AND')
    await page.keyboard.press('Enter')
    const problem = page.locator('main').getByRole('alert').filter({ hasText: 'At position' })
    await problem.waitFor()
    await page.keyboard.type(' fault')
    await page.keyboard.press('Enter')
    await page.waitForURL(/filter=service/)
    await page.getByText('all are here').waitFor()
    expect(await shownIds(page)).toEqual((await answerOf('service("Frontend") AND fault')).slice(0, 40))
    expect(await problem.count()).toBe(0)
    await page.context().close()
  })

  test('is walked by the keyboard alone, down to a trace', async () => {
    const { page } = await openPage(browser, `${server}/traces?timeRange=P1D`)
    await page.getByText('all are here').waitFor()
    const ids = await shownIds(page)
    await page.getByRole('table', { name: 'Traces' }).getByRole('link').first().focus()
    await page.keyboard.press('j')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('k')
    await page.waitForFunction((id) => document.activeElement?.getAttribute('title') === id, ids[1])
    await page.keyboard.press('Enter')
    await page.waitForURL(new RegExp(`/traces/${ids[1]}`))
    await page.context().close()
  })

  test('says that nothing fits', async () => {
    const { page } = await openPage(
      browser,
      `${server}/traces?timeRange=P1D&filter=${encodeURIComponent('responsetime > 1e6')}`,
    )
    await page.getByRole('heading', { name: 'No trace fits' }).waitFor()
    await page.getByText('No trace has a response time.').waitFor()
    await page.context().close()
  })

  test('shows names and annotations with HTML, other scripts and great length as text', async () => {
    const { page, offences } = await openPage(browser, `${server}/traces?timeRange=P1D`, { width: 320, height: 640 })
    await settled(page)
    expect(await shownIds(page)).toContain(traceIds.hostile)
    expect(await page.locator('[role=table] :is(script, b, img, style)').count()).toBe(0)
    expect(offences).toEqual([])
    await page.context().close()
  })
})
