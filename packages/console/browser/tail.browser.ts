import type { Page } from 'playwright-core'
import { describe, expect, inject } from 'vitest'
import { sendTo } from './fixtures/serve.ts'
import { test } from './fixtures/test.ts'

const server = inject('server')

const list = (page: Page) => page.getByRole('table', { name: 'Traces', exact: true })

/** Segments of one service, each a trace of its own; ids differ from name to name. */
function segmentsOf(name: string) {
  const now = Math.floor(Date.now() / 1000)
  const fill = { tailed: 'd', left: 'e' }[name] ?? 'f'
  const segment = (number: number, end: object) => ({
    ...{ trace_id: `1-${now.toString(16)}-${number.toString(16).padStart(24, fill)}`, name },
    ...{ id: number.toString(16).padStart(16, fill), start_time: now - 1, ...end },
  })
  return { now, segment }
}

describe('the list', () => {
  test('is followed live: traces come when they are complete, and nothing moves under who reads', async ({ visit }) => {
    const { page } = await visit(`${server}/traces?filter=${encodeURIComponent('service("tailed")')}`)
    await page.getByRole('switch', { name: 'Live tail' }).check()
    await page.getByText('Waiting for traces').waitFor()
    await page.locator('[data-live=true]').waitFor()
    const { now, segment } = segmentsOf('tailed')
    await sendTo(server, [segment(1, { in_progress: true }), segment(2, { end_time: now })])
    await page.getByText('1 trace came, 1 in progress').waitFor()
    await list(page).getByRole('link').first().focus()
    await sendTo(server, [segment(1, { end_time: now }), segment(3, { end_time: now })])
    await page.getByRole('button', { name: 'Show 2 new above' }).waitFor()
    expect(await list(page).getByRole('row').count()).toBe(2)
    expect(await page.evaluate(() => document.activeElement?.getAttribute('title'))).toBe(segment(2, {}).trace_id)
    await page.getByRole('button', { name: 'Show 2 new above' }).click()
    await page.getByText('3 traces came').waitFor()
    expect(await list(page).getByRole('row').count()).toBe(4)
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('switch')
  })

  test('has what came while another page was looked at, when it is followed again', async ({ visit }) => {
    const { page } = await visit(`${server}/traces?tail=1&filter=${encodeURIComponent('service("left")')}`)
    await page.getByText('Waiting for traces').waitFor()
    await page.getByRole('navigation').getByRole('link', { name: 'Health' }).click()
    await page.waitForURL('**/health*')
    const { now, segment } = segmentsOf('left')
    await sendTo(server, [segment(1, { start_time: now - 0.5, end_time: now })])
    await page.goBack()
    await page.getByText('Waiting for traces').waitFor()
    await list(page).getByTitle(segment(1, {}).trace_id).waitFor()
  })

  test('has what came after it was asked for and before its stream began', async ({ visit }) => {
    let begin = () => {}
    const begun = new Promise<void>((resolve) => {
      begin = resolve
    })
    const { page } = await visit(`${server}/health`)
    await page.route('**/api/live?*', async (route) => {
      await begun
      await route.continue()
    })
    await page.goto(`${server}/traces?tail=1&filter=${encodeURIComponent('service("between")')}`)
    await page.getByText('No trace fits').waitFor()
    const { now, segment } = segmentsOf('between')
    await sendTo(server, [segment(1, { start_time: now - 0.5, end_time: now })])
    begin()
    await list(page).getByTitle(segment(1, {}).trace_id).waitFor()
  })
})
