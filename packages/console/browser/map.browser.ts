import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { z } from 'zod/mini'
import { openBrowser, openPage, settled } from './fixtures/open-page.ts'
import { sendTo } from './fixtures/serve.ts'

const server = inject('server')
let browser: Browser
let page: Page
let offences: readonly string[]

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  const opened = await openPage(browser, `${server}/?timeRange=PT1H`)
  page = opened.page
  offences = opened.offences
  await node('Frontend, ').waitFor()
})
afterEach(async () => {
  expect(offences).toEqual([])
  await page.context().close()
})

/** A node of the map by how its name begins. */
const node = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) })
const panel = () => page.getByRole('complementary')
const parameter = (name: string) => new URL(page.url()).searchParams.get(name)
const places = async () =>
  new Map(
    await page.evaluate(() =>
      [...document.querySelectorAll('[data-place]')].map(
        (each) => [each.getAttribute('data-place') ?? '', each.getAttribute('transform') ?? ''] as const,
      ),
    ),
  )

const graphShape = z.object({
  Services: z.array(
    z.object({
      Name: z.string(),
      Type: z.string(),
      SummaryStatistics: z.optional(z.object({ TotalCount: z.number(), TotalResponseTime: z.number() })),
    }),
  ),
})

async function frontendOfApi() {
  const now = Date.now() / 1000
  const response = await fetch(`${server}/ServiceGraph`, {
    method: 'POST',
    body: JSON.stringify({ StartTime: now - 3600, EndTime: now }),
  })
  const { Services } = graphShape.parse(await response.json())
  const found = Services.find(({ Name, Type }) => Name === 'Frontend' && Type !== 'client')?.SummaryStatistics
  if (found === undefined) throw new Error('the API has no Frontend')
  return found
}

test('a node has the numbers of the X-Ray API, and its panel leads to exactly its traces', async () => {
  const { TotalCount, TotalResponseTime } = await frontendOfApi()
  const milliseconds = (TotalResponseTime / TotalCount) * 1000
  const text = milliseconds < 99.95 ? milliseconds.toFixed(1) : milliseconds.toFixed(0)
  await node(`Frontend, ECS container, ${text} ms, `).click()
  await panel().getByRole('heading', { name: 'Frontend' }).waitFor()
  expect(await panel().getByText('Requests', { exact: true }).locator('..').textContent()).toContain(String(TotalCount))
  await panel().getByRole('checkbox', { name: 'Fault' }).check()
  const link = panel().getByRole('link', { name: 'View these traces' })
  const { searchParams } = new URL((await link.getAttribute('href')) ?? '', server)
  expect(searchParams.get('filter')).toBe('service(id(name: "Frontend", type: "AWS::ECS::Container")) { fault }')
})

test('brushing the response times asks for the edges of the bars, and the charts come', async () => {
  await node('Frontend, ').click()
  const from = panel().getByRole('slider', { name: 'Requests by response time: from' })
  await from.press('ArrowRight')
  await panel()
    .getByText(/ requests, /)
    .waitFor()
  expect(await panel().locator('code').textContent()).toMatch(
    / \{ responsetime >= [\d.]+ AND responsetime < [\d.]+ \}$/,
  )
  await panel()
    .getByRole('img', { name: /^Response time over the range/ })
    .locator('canvas')
    .waitFor()
})

test('by keyboard alone: arrows follow the calls, Enter opens, Escape closes and comes back', async () => {
  await node('Frontend, ').focus()
  await page.keyboard.press('ArrowRight')
  const called = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
  expect(called).not.toMatch(/^Frontend/)
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await panel().waitFor()
  expect(parameter('node')).toMatch(/^\d+$/)
  await page.keyboard.press('Escape')
  await panel().waitFor({ state: 'detached' })
  expect(parameter('node')).toBeNull()
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-node'))).not.toBeNull()
})

test('what is found is opened; only its connections are shown when asked; all come back', async () => {
  const all = (await places()).size
  await page.getByRole('combobox', { name: 'Find a node' }).fill('dynamodb')
  await page.keyboard.press('Enter')
  await panel().getByRole('button', { name: 'Only its connections' }).click()
  await expect.poll(async () => (await places()).size).toBeLessThan(all)
  await page.getByRole('button', { name: 'Show all' }).click()
  await expect.poll(async () => (await places()).size).toBe(all)
})

describe('places', () => {
  test('stay to the pixel when a new service comes, which has one of its own', async () => {
    const before = await places()
    const now = Date.now() / 1000
    const trace = `1-${Math.floor(now).toString(16)}-${'b'.repeat(23)}1`
    const id = 'c0ffee0000000001'
    await sendTo(server, [
      {
        name: 'newcomer',
        id,
        trace_id: trace,
        start_time: now - 1,
        end_time: now - 0.9,
        http: { response: { status: 200 } },
      },
    ])
    await node('newcomer, ').waitFor({ timeout: 5000 })
    const after = await places()
    for (const [key, place] of before) expect(after.get(key)).toBe(place)
    expect(new Set(after.values()).size).toBe(after.size)
  })

  test('given by hand survive a reload, and Tidy forgets them', async () => {
    const frontend = node('Frontend, ').locator('..')
    const laid = await frontend.getAttribute('transform')
    const box = await node('Frontend, ').boundingBox()
    if (box === null) throw new Error('no Frontend to be seen')
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + 40, box.y + 320, { steps: 5 })
    await page.mouse.up()
    const moved = await frontend.getAttribute('transform')
    expect(moved).not.toBe(laid)
    await page.reload()
    await settled(page)
    await expect.poll(() => frontend.getAttribute('transform')).toBe(moved)
    await page.getByRole('button', { name: /^Tidy/ }).click()
    await expect.poll(() => frontend.getAttribute('transform')).not.toBe(moved)
  })
})

test('the list has what the map has: sorted, filtered, opened', async () => {
  await page.getByRole('button', { name: 'List' }).click()
  expect(parameter('view')).toBe('list')
  await page.getByRole('searchbox', { name: 'Filter the rows' }).fill('ecs container')
  await page.getByRole('button', { name: /^Average/ }).click()
  expect(await page.getByRole('columnheader', { name: /^Average/ }).getAttribute('aria-sort')).toBe('descending')
  await page.getByRole('row').nth(1).getByRole('button').click()
  await panel().waitFor()
})

test('below 640 pixels the list comes first', async () => {
  await page.setViewportSize({ width: 500, height: 800 })
  await page.getByRole('table').waitFor()
  await page.getByRole('button', { name: 'Map', exact: true }).click()
  await node('Frontend, ').waitFor()
})

test('beside the period before, what had no traffic then is new', async () => {
  await page.getByRole('checkbox', { name: 'Compare with before' }).check()
  await page.getByRole('button', { name: /^Frontend, .*, new$/ }).waitFor()
})
