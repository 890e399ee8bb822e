import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject } from 'vitest'
import { type Look, type Opened, seriousFaults, settled, themes } from './fixtures/open-page.ts'
import { plantedTraces } from './fixtures/planted-traces.ts'
import { type Served, sendTo, serve } from './fixtures/serve.ts'
import { test } from './fixtures/test.ts'
import { wideTrace } from './fixtures/wide-trace.ts'

const shop = inject('server')
const traceIds = inject('traceIds')
let planted: Served
let open: (path: string, look?: Look) => Promise<Opened>

beforeAll(async () => {
  planted = await serve()
  await planted.send(plantedTraces(Date.now() / 1000, 600))
})
afterAll(() => planted?.[Symbol.asyncDispose]())
test.beforeEach(({ visit }) => {
  open = (path, look) => visit(planted.url + path, look)
})

const set = (page: Page, name: 'A' | 'B') => page.getByRole('region', { name: `Set ${name}` })
const values = (page: Page) => page.getByRole('region', { name: 'What tells them apart' }).getByRole('listitem')
const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name)

describe('two sets of traces', () => {
  test('that differ by a planted cause have it first, with figures that the API gives', async () => {
    const { page } = await open('/compare?timeRange=PT1H')
    await page.getByRole('button', { name: 'Slower than a second from the rest' }).click()
    await values(page).first().waitFor()
    expect(parameter(page, 'a')).toBe('responsetime > 1')
    expect(parameter(page, 'b')).toBe('!responsetime > 1')
    const first = await values(page).first().textContent()
    expect(first).toMatch(/Annotation tenant\s*tenant 7/)
    expect(first).toMatch(/only in A, at least [\d,]+ times as likely in A/)
    await set(page, 'A').getByText('60 traces').waitFor()
    await set(page, 'B').getByText('540 traces').waitFor()
    const end = Date.now() / 1000
    const body = JSON.stringify({ start: end - 3600, end, filter: 'responsetime > 1' })
    const answer = await fetch(`${planted.url}/api/traces/count`, { method: 'POST', body })
    const { p95 } = (await answer.json()) as { p95: number }
    const figures = page.getByRole('table', { name: 'Figures of both sets' })
    expect(await figures.getByRole('row', { name: /^p95/ }).textContent()).toContain(`${p95.toFixed(2)} s`)
  })

  test('are narrowed by a value, widened again by its tag, and swapped', async () => {
    const { page } = await open('/compare?a=responsetime+%3E+1&b=!responsetime+%3E+1&timeRange=PT1H')
    await values(page)
      .filter({ hasText: 'user 3' })
      .getByRole('button', { name: /^Refine/ })
      .click()
    await page.getByRole('group', { name: 'Only traces with it, in' }).getByRole('button', { name: 'both' }).click()
    await set(page, 'A').getByText('10 traces').waitFor()
    expect([parameter(page, 'a'), parameter(page, 'b')]).toEqual([
      'responsetime > 1 AND user = "user 3"',
      '!responsetime > 1 AND user = "user 3"',
    ])
    await set(page, 'A').getByRole('button', { name: 'Remove user = "user 3" from A' }).click()
    await set(page, 'A').getByText('60 traces').waitFor()
    await page.getByRole('button', { name: 'Swap A and B' }).click()
    await set(page, 'B').getByText('60 traces').waitFor()
    expect(parameter(page, 'b')).toBe('responsetime > 1')
    await page.goBack()
    await set(page, 'A').getByText('60 traces').waitFor()
  })

  test('are split by the response times that are brushed, by keyboard', async () => {
    const { page } = await open('/compare?b=ok&timeRange=PT1H')
    const from = page.getByRole('slider', { name: 'Traces by response time: from' })
    await from.focus()
    while (!/^1\.[1-9]/.test((await from.getAttribute('aria-valuetext')) ?? '')) await from.press('ArrowRight')
    await page.getByRole('button', { name: 'Compare these of A with its rest' }).click()
    await values(page).first().waitFor()
    expect(parameter(page, 'a')).toMatch(/^responsetime >= 1\.1 AND responsetime < [\d.]+$/)
    expect(parameter(page, 'b')).toMatch(/^!\(responsetime >= 1\.1 AND responsetime < [\d.]+\)$/)
    expect(await values(page).first().textContent()).toContain('tenant 7')
  })

  test('of which nothing tells one from the other say so', async () => {
    const { page } = await open('/compare?a=user+%3D+%22user+0%22&b=user+%3D+%22user+3%22&timeRange=PT1H')
    await values(page).first().waitFor()
    await page.getByRole('searchbox', { name: 'Find' }).fill('tenant')
    const texts = await values(page).allTextContents()
    expect(texts.length).toBe(10)
    expect(texts.every((text) => text.includes('not told apart'))).toBe(true)
  })

  test('may be a period and the one before', async () => {
    const { page } = await open('/compare?timeRange=PT10M')
    await page.getByRole('button', { name: 'This period from the one before' }).click()
    await page.getByRole('heading', { name: 'Nothing tells them apart' }).waitFor()
    const ranges = ['aRange', 'bRange'].map((name) => (parameter(page, name) ?? '').split('~').map(Date.parse))
    const [[startOfA = 0, endOfA = 0] = [], [startOfB = 0, endOfB = 0] = []] = ranges
    expect([endOfA - startOfA, endOfB - startOfB, startOfA - endOfB]).toEqual([600_000, 600_000, 0])
  })

  test('take a filter that is written, and say where one is wrong', async () => {
    const { page } = await open('/compare?timeRange=PT1H')
    await set(page, 'A').getByRole('button', { name: 'Write a filter' }).click()
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'textbox')
    await page.keyboard.type('user = "user 1" AND')
    await page.keyboard.press('Enter')
    await set(page, 'A').getByRole('alert').filter({ hasText: 'At position' }).waitFor()
    await page.keyboard.type(' ok')
    await page.keyboard.press('Enter')
    await set(page, 'A').getByText('100 traces').waitFor()
    expect(parameter(page, 'a')).toBe('user = "user 1" AND ok')
    await page.waitForFunction(() => document.activeElement?.textContent === 'Edit the filter')
  })

  test.each(themes)(
    'have nothing serious for axe in %s, with a menu open too, and show hostile values as text',
    async (theme) => {
      const { page } = await open('/compare?a=responsetime+%3E+1&b=!responsetime+%3E+1&timeRange=PT1H&find=note', {
        theme,
        width: 320,
        height: 640,
      })
      await values(page)
        .first()
        .getByRole('button', { name: /^Refine/ })
        .click()
      expect(await seriousFaults(page)).toEqual([])
      expect(await page.locator('main :is(script, b, img, style)').count()).toBe(0)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    },
  )
})

describe('two traces', () => {
  test('stand side by side: what is slower, what only one has, and where the time went', async () => {
    const { page } = await open('/traces?timeRange=PT1H')
    const [slow, quick] = await Promise.all([7, 8].map((number) => idOf(number)))
    await page.goto(`${planted.url}/compare/traces/${quick}/${slow}`)
    const rows = page.getByRole('treegrid').locator('[role=row][data-verdict]')
    await rows.first().waitFor()
    expect(await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-verdict')))).toEqual([
      'slower',
      ...['missing', 'new'],
    ])
    await rows.first().focus()
    await page.keyboard.press('e')
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-rowindex') === '3')
    await page.getByRole('tab', { name: 'Time by service' }).click()
    expect(await page.getByRole('row', { name: /slow query/ }).textContent()).toMatch(/\+1\.\d\d s/)
    await page.getByRole('button', { name: 'Swap A and B' }).click()
    await page.waitForURL(`**/compare/traces/${slow}/${quick}`)
  })

  test('begin at one of them, with others like it to choose from, or an id that is pasted', async ({ visit }) => {
    const { page } = await visit(`${shop}/traces/${traceIds.cart}?timeRange=P1D`)
    await page.getByRole('link', { name: 'Compare with…' }).click()
    const field = page.getByRole('textbox', { name: 'Id of trace B' })
    await field.fill('no id')
    await field.press('Enter')
    await page.getByRole('alert').filter({ hasText: 'no trace id' }).waitFor()
    await field.fill(traceIds.fault.slice(2).replace('-', ''))
    await field.press('Enter')
    await page.waitForURL(`**/compare/traces/${traceIds.cart}/${traceIds.fault}?*`)
    await page.getByRole('treegrid').locator('[data-verdict=failing]').first().waitFor()
  })

  test('of which one is not there say which', async ({ visit }) => {
    const unknown = '1-58406520-a006649127e371903a2de979'
    const { page } = await visit(`${shop}/compare/traces/${unknown}/${traceIds.cart}`)
    await page.getByRole('region', { name: 'Trace A' }).getByText(`There is no trace ${unknown}`).waitFor()
    expect(await page.getByRole('treegrid').count()).toBe(0)
  })

  test('of 10,000 rows keep the page small', async () => {
    const wide = wideTrace(Date.now() / 1000, 10_000)
    await sendTo(planted.url, wide.documents)
    const { page } = await open(`/compare/traces/${wide.traceId}/${wide.traceId}`)
    await page.getByText(/^1\d,\d+ rows, none of which differs/).waitFor()
    await page.getByRole('treegrid').locator('[data-index="0"]').focus()
    await page.keyboard.press('End')
    await page.waitForFunction(() => Number(document.activeElement?.getAttribute('data-index')) > 9_000)
    await settled(page)
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThanOrEqual(2_500)
  })
})

async function idOf(number: number): Promise<string> {
  const end = Date.now() / 1000
  const body = JSON.stringify({ start: end - 3600, end, filter: `annotation[tenant] = "tenant ${number}"`, limit: 1 })
  const answer = await fetch(`${planted.url}/api/traces/list`, { method: 'POST', body })
  const { traces } = (await answer.json()) as { traces: { id: string }[] }
  return traces[0]?.id ?? ''
}
