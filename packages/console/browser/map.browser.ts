import type { Locator, Page } from 'playwright-core'
import { describe, expect, inject } from 'vitest'
import { z } from 'zod/mini'
import { sendTo } from './fixtures/serve.ts'
import { test } from './fixtures/test.ts'

const server = inject('server')
let page: Page

test.beforeEach(async ({ visit }) => {
  page = (await visit(`${server}/?timeRange=PT1H`)).page
  await node('Frontend, ').waitFor()
})

/** A node of the map by how its name begins. */
const node = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) })
const panel = () => page.getByRole('complementary')
const parameter = (name: string) => new URL(page.url()).searchParams.get(name)
const places = async () =>
  new Map(
    await page.evaluate(() =>
      [...document.querySelectorAll('[data-node]')].map(
        (ring) =>
          [ring.getAttribute('data-node') ?? '', `${ring.getAttribute('cx')} ${ring.getAttribute('cy')}`] as const,
      ),
    ),
  )
const placeOf = (ring: Locator) => ring.evaluate((each) => `${each.getAttribute('cx')} ${each.getAttribute('cy')}`)

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
  await fewerNodesThan(all)
  const connected = (await places()).size
  await page.getByRole('combobox', { name: 'How far connections are followed' }).selectOption('1 hop')
  await fewerNodesThan(connected)
  expect(parameter('hops')).toBe('1')
  await page.getByRole('button', { name: 'Show all' }).click()
  await expect.poll(async () => (await places()).size).toBe(all)
})

/** While another layout is made there are none. */
function fewerNodesThan(count: number) {
  return expect
    .poll(async () => {
      const { size } = await places()
      return size > 0 && size < count
    })
    .toBe(true)
}

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
})

test('nodes are as large as their traffic when asked to be', async () => {
  const sizes = () => page.locator('[data-node]').evaluateAll((rings) => rings.map((ring) => ring.getAttribute('r')))
  expect(new Set(await sizes()).size).toBe(1)
  await page.getByRole('combobox', { name: 'Size' }).selectOption('by traffic')
  await expect.poll(async () => new Set(await sizes()).size).toBeGreaterThan(1)
  expect(parameter('size')).toBe('traffic')
})

test('a new node where nobody looks is told of, and shown when asked', async () => {
  await page.mouse.move(700, 500)
  for (let step = 0; step < 8; step++) await page.mouse.wheel(0, -400)
  await sendTo(server, [requestTo('far-away', 3, Date.now() / 1000 - 1, 0.1)])
  const note = page.getByRole('status').filter({ hasText: 'New: far-away' })
  await note.getByRole('button', { name: 'Show' }).click()
  await note.waitFor({ state: 'detached' })
  await expect
    .poll(async () => {
      const { x = -1, y = -1 } = (await node('far-away, ').boundingBox()) ?? {}
      return x > 0 && x < 1440 && y > 0 && y < 900
    })
    .toBe(true)
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

test('beside the period before it is told what is new, gone, slower, failing more, or had too few requests', async ({
  visit,
}) => {
  const now = Date.now() / 1000
  const [before, after] = [now - 5400, now - 4200]
  const times = (count: number, name: string, at: number, seconds: number, isFault = (_: number) => false) =>
    Array.from({ length: count }, (_, index) => requestTo(name, index, at + index, seconds, isFault(index)))
  await sendTo(server, [
    ...times(40, 'slowing', before, 0.02),
    ...times(40, 'slowing', after, 0.09),
    ...times(60, 'worsening', before, 0.02, (index) => index % 20 === 0),
    ...times(60, 'worsening', after, 0.02, (index) => index % 2 === 0),
    ...times(5, 'rare', before, 0.02),
    ...times(5, 'rare', after, 0.09),
    ...times(5, 'departed', before, 0.02),
    ...times(5, 'arrived', after, 0.02),
  ])
  const iso = (seconds: number) => new Date(Math.floor(seconds) * 1000).toISOString()
  await visit(`${server}/?timeRange=${iso(after - 60)}~${iso(after + 1140)}`)
  await node('arrived, ').waitFor()
  await page.getByRole('checkbox', { name: 'Compare with before' }).check()
  for (const verdict of [
    'arrived, .*, new',
    'departed, .*, gone',
    'slowing, .*, slower',
    'worsening, .*, failing more',
    'rare, .*, too few',
  ])
    await node(`${verdict}$`).waitFor()
})

test('a range without traces says where the newest is, and leads there', async ({ visit }) => {
  const iso = (ahead: number) => new Date(Date.now() + ahead * 3_600_000).toISOString()
  await visit(`${server}/?timeRange=${iso(1)}~${iso(2)}`)
  await page.getByText(/^The newest trace before its end came \d+ (s|min|h) ago/).waitFor()
  await page.getByRole('link', { name: /^Show the last / }).click()
  await node('Frontend, ').waitFor()
})

test('a node without traffic fades at its place before it goes', async ({ visit }) => {
  const now = () => Date.now() / 1000
  const segment = (name: string, start_time: number) => {
    const trace_id = `1-${Math.floor(start_time).toString(16)}-${Math.round(now() * 1000)
      .toString(16)
      .padStart(24, 'f')}`
    return { name, trace_id, id: 'fade000000000001', start_time, end_time: start_time + 0.1 }
  }
  await sendTo(server, [segment('fading-service', now() - 16), segment('staying-service', now() - 0.2)])
  const { page: short } = await visit(`${server}/?timeRange=PT20S`)
  const fading = short.locator('[data-place]', { has: short.getByRole('button', { name: /^fading-service, / }) })
  const place = await placeOf(fading.getByRole('button'))
  const fade = async () => {
    await sendTo(server, [segment('staying-service', now() - 0.2)])
    return Number(await fading.evaluate((each) => getComputedStyle(each).opacity))
  }
  await expect.poll(fade, { timeout: 12_000, interval: 400 }).toBeLessThan(0.5)
  expect(await placeOf(fading.getByRole('button'))).toBe(place)
  const left = async () => {
    await sendTo(server, [segment('staying-service', now() - 0.2)])
    return fading.count()
  }
  await expect.poll(left, { timeout: 15_000, interval: 1000 }).toBe(0)
})

/** One request to a service: a whole trace. */
function requestTo(name: string, index: number, start: number, seconds: number, isFault = false): object {
  const id = [...name].map((letter) => letter.charCodeAt(0).toString(16)).join('') + index.toString(16).padStart(2, '0')
  return {
    name,
    id: id.slice(-16).padStart(16, 'a'),
    trace_id: `1-${Math.floor(start).toString(16)}-${id.slice(-24).padStart(24, 'd')}`,
    start_time: start,
    end_time: start + seconds,
    ...(isFault && { fault: true }),
    http: { response: { status: isFault ? 500 : 200 } },
  }
}
