import type { Page } from 'playwright-core'
import { describe, expect, inject } from 'vitest'
import { settled } from './fixtures/open-page.ts'
import { test } from './fixtures/test.ts'

const server = inject('server')
const traceIds = inject('traceIds')

/** The ids of the rows on screen. */
function shownIds(page: Page): Promise<(string | null)[]> {
  return page
    .getByRole('table', { name: 'Traces', exact: true })
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
  test('lists what GetTraceSummaries finds for the filter of its address, the newest first', async ({ visit }) => {
    const { page } = await visit(`${server}/traces?timeRange=P1D&filter=fault`)
    await page.getByText('all are here').waitFor()
    const expected = await answerOf('fault')
    expect(expected.length).toBeGreaterThan(0)
    expect((await shownIds(page)).slice(0, 10)).toEqual(expected.slice(0, 10))
  })

  test('completes a query, says where one is wrong, and asks it at Enter', async ({ visit }) => {
    const { page } = await visit(`${server}/traces?timeRange=P1D`)
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
  })

  test('completes annotations and values as traces have them', async ({ visit }) => {
    const { page } = await visit(`${server}/traces?timeRange=P1D`)
    await page.getByRole('textbox', { name: 'Query: a filter expression' }).click()
    await page.keyboard.type('annotation[Prod')
    await page.getByRole('option', { name: '[ProductID]' }).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.type(' = "33')
    await page.getByRole('option', { name: '"3377807835348"' }).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL(/filter=annotation/)
    expect(new URL(page.url()).searchParams.get('filter')).toBe('annotation[ProductID] = "3377807835348"')
    await page.getByText('all are here').waitFor()
    expect(await shownIds(page)).toEqual([traceIds.product])
  })

  test('is walked by the keyboard alone, down to a trace', async ({ visit }) => {
    const { page } = await visit(`${server}/traces?timeRange=P1D`)
    await page.getByText('all are here').waitFor()
    const ids = await shownIds(page)
    await page.getByRole('table', { name: 'Traces', exact: true }).getByRole('link').first().focus()
    await page.keyboard.press('j')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('k')
    await page.waitForFunction((id) => document.activeElement?.getAttribute('title') === id, ids[1])
    await page.keyboard.press('Enter')
    await page.waitForURL(new RegExp(`/traces/${ids[1]}`))
  })

  test('tells ages from now, whatever its range ends with', async ({ visit }) => {
    const now = Date.now()
    const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString().slice(0, 19)
    const { page } = await visit(`${server}/traces?timeRange=${at(-1)}Z~${at(5)}Z`)
    expect(await list(page).getByRole('row').nth(1).textContent()).toMatch(/[1-9]\d? (s|min) ago/)
  })

  test('says that nothing fits', async ({ visit }) => {
    const { page } = await visit(`${server}/traces?timeRange=P1D&filter=${encodeURIComponent('responsetime > 1e6')}`)
    await page.getByRole('heading', { name: 'No trace fits' }).waitFor()
    await page.getByText('No trace has a response time.').waitFor()
  })

  test('shows names and annotations with HTML, other scripts and great length as text', async ({ visit }) => {
    const { page } = await visit(`${server}/traces?timeRange=P1D`, { width: 320, height: 640 })
    await settled(page)
    expect(await shownIds(page)).toContain(traceIds.hostile)
    expect(await page.locator('[role=table] :is(script, b, img, style)').count()).toBe(0)
  })
})

/** What /api/traces/… says of the last day. */
async function asked<Answer>(what: string, question: object): Promise<Answer> {
  const now = Date.now() / 1000
  const body = JSON.stringify({ start: now - 86_400, end: now, ...question })
  const answer = await fetch(`${server}/api/traces/${what}`, { method: 'POST', body })
  return (await answer.json()) as Answer
}

/** How many traces the page says that it found. */
async function foundCount(page: Page): Promise<number> {
  const text = await page
    .getByRole('main')
    .getByText(/^[\d,]+ traces?$/)
    .textContent()
  return Number(text?.replaceAll(/\D/g, ''))
}

const list = (page: Page) => page.getByRole('table', { name: 'Traces', exact: true })
const groups = (page: Page) => page.getByRole('region', { name: 'Groups of traces' })
const times = (page: Page) => page.getByRole('region', { name: 'Response times' })

describe('what traces have in common', () => {
  test('is walked from a brushed response time over a group and an order to a trace', async ({ visit }) => {
    const { page } = await visit(`${server}/traces?timeRange=P1D`)
    const all = await asked<{ count: number; fault: number }>('count', {})
    expect(await foundCount(page)).toBe(all.count)
    await page.getByRole('link', { name: new RegExp(`^${all.fault} Faults`) }).waitFor()

    // The upper handle by the keyboard: the slowest bars are left out.
    const upper = times(page).getByRole('slider', { name: 'Traces by response time: to' })
    await upper.focus()
    for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowLeft')
    const said = await times(page)
      .getByText(/ms.* · \d+ traces?/)
      .textContent()
    const brushed = Number(/ · ([\d,]+) trace/.exec(said ?? '')?.[1])
    expect(brushed).toBeLessThan(all.count)
    const compare = await times(page).getByRole('link', { name: 'Compare with the rest' }).getAttribute('href')
    const sets = new URLSearchParams(compare?.split('?')[1])
    expect([sets.get('a'), sets.get('b')]).toEqual([
      expect.stringMatching(/^responsetime < [\d.]+$/),
      expect.stringMatching(/^!\(?responsetime < [\d.]+/),
    ])
    await upper.focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/filter=responsetime/)
    await page.waitForFunction(
      (count) => document.querySelector('main')?.textContent?.includes(`${count} trace`),
      brushed,
    )
    await page.getByText('all are here').waitFor()
    expect(await foundCount(page)).toBe(brushed)
    expect(await list(page).getByRole('row').count()).toBe(brushed + 1)

    // Groups by service, of which one is taken, and another then left out.
    await groups(page).getByRole('button', { name: 'Group by: URL' }).click()
    await page.keyboard.type('entry')
    await page.keyboard.press('Enter')
    await page.waitForURL(/by=entrypoint/)
    await groups(page)
      .getByRole('button', { name: /^Frontend/ })
      .click()
    await page.waitForURL(/Frontend/)
    await groups(page).getByText('1 value').waitFor()
    const kept = await foundCount(page)
    const { filter = '' } = Object.fromEntries(new URL(page.url()).searchParams)
    expect(filter).toMatch(/^responsetime < [\d.]+ AND service\(id\(name: "Frontend".*\{ root \}$/)
    expect((await asked<{ count: number }>('count', { filter })).count).toBe(kept)

    expect(await page.getByRole('list', { name: 'Conditions of the query' }).getByRole('button').count()).toBe(2)

    const head = list(page).getByRole('columnheader', { name: 'Response time' })
    await head.getByRole('button').click()
    await page.waitForURL(/order=responsetime/)
    await page.waitForFunction(() => document.querySelector('[role=table][aria-busy=false]') !== null)
    expect(await head.getAttribute('aria-sort')).toBe('descending')
    const { traces } = await asked<{ traces: { id: string }[] }>('list', { filter, order: 'responsetime' })
    expect(await shownIds(page)).toEqual(traces.map(({ id }) => id))
    await page.goBack()
    await page.goForward()
    await list(page).getByRole('link').first().click()
    await page.waitForURL(new RegExp(`/traces/${traces[0]?.id}`))
  })

  test('is found in values, sorted, and excluded by the keyboard alone', async ({ visit }) => {
    const { page } = await visit(`${server}/traces?timeRange=P1D&by=status`)
    const all = await asked<{ groups: { value: number | null; count: number }[] }>('group-by', { by: 'status' })
    const values = () => groups(page).locator('[data-value]').allTextContents()
    expect(await values()).toEqual(all.groups.map(({ value }) => String(value ?? 'none')))
    await groups(page).getByRole('button', { name: 'HTTP status', exact: true }).press('Enter')
    await page.waitForURL(/groupOrder=value/)
    await page.waitForFunction(() => document.querySelector('th[aria-sort=ascending]') !== null)
    await groups(page).getByRole('searchbox').fill('50')
    await groups(page).getByText('2 values with “50”').waitFor()
    expect(await values()).toEqual(['500', '502'])
    await groups(page).locator('[data-value]').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL(/http.status\+%3D\+502|http.status\+!%3D\+502/)
    const filter = new URL(page.url()).searchParams.get('filter') ?? ''
    expect(filter).toBe('!http.status = 502')
    await page.getByText('all are here').waitFor()
    expect(await foundCount(page)).toBe((await asked<{ count: number }>('count', { filter })).count)
  })

  test('is brushed over time by the mouse', async ({ visit }) => {
    const { page } = await visit(`${server}/traces`)
    const chart = page.getByRole('img', { name: 'Traces over time' })
    const box = await chart.boundingBox()
    if (box === null) throw new Error('no chart')
    await page.mouse.move(box.x + box.width * 0.5, box.y + 40)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width - 1, box.y + 60, { steps: 3 })
    await page.mouse.up()
    const said = await page
      .getByRole('region', { name: 'Activity' })
      .getByText(/ · \d+ traces?/)
      .textContent()
    await page.getByRole('button', { name: 'Only this time' }).click()
    await page.waitForURL(/timeRange=.*(~|%7E)/)
    await page.getByText('all are here').waitFor()
    expect(await foundCount(page)).toBe(Number(/ · ([\d,]+) trace/.exec(said ?? '')?.[1]))
    expect(await page.getByRole('switch', { name: 'Live tail' }).isDisabled()).toBe(true)
  })
})

describe('the list', () => {
  test('keeps its columns, also those of annotations', async ({ visit }) => {
    const { page } = await visit(`${server}/traces?timeRange=P1D`)
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('checkbox', { name: 'ProductID' }).check()
    await page.getByRole('checkbox', { name: 'Client IP' }).uncheck()
    await page.keyboard.press('Escape')
    await list(page).getByText('3377807835348', { exact: true }).waitFor()
    await page.reload()
    await list(page).getByText('3377807835348', { exact: true }).waitFor()
    expect(await list(page).getByRole('columnheader', { name: 'Client IP' }).count()).toBe(0)
  })

  test('is the same one, as far as it was scrolled, when the charts above it are seen otherwise', async ({ visit }) => {
    const { page } = await visit(`${server}/traces?timeRange=P1D`)
    await list(page).getByRole('link').first().waitFor()
    const kept = () => page.evaluate(() => history.state.traces)
    const before = await kept()
    await times(page).getByText('Log', { exact: true }).click()
    await page.waitForURL(/bins=log/)
    expect(await kept()).toEqual(before)
  })

  test('marks two traces to compare', async ({ visit }) => {
    const { page } = await visit(`${server}/traces?timeRange=P1D`)
    const ids = await shownIds(page)
    await list(page).getByRole('link').first().focus()
    for (const key of ['x', 'j', 'x']) await page.keyboard.press(key)
    const href = await page.getByRole('link', { name: 'Compare 2 traces' }).getAttribute('href')
    expect(href).toContain(`/compare/traces/${ids[0]}/${ids[1]}`)
  })
})

test('a query is saved as a group, with the rules of names and the words of the server', async ({ visit }) => {
  const { page } = await visit(`${server}/traces?timeRange=P1D&filter=fault`)
  await page.getByRole('button', { name: 'Save as group' }).click()
  const name = page.getByRole('textbox', { name: 'Name' })
  await name.fill('not a name')
  await page.keyboard.press('Enter')
  await page.getByText('letters, digits and dashes only').waitFor()
  await name.fill('from-traces')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  const answer = await fetch(`${server}/GetGroup`, {
    method: 'POST',
    body: JSON.stringify({ GroupName: 'from-traces' }),
  })
  expect(await answer.json()).toMatchObject({ Group: { GroupName: 'from-traces', FilterExpression: 'fault' } })
  await page.getByRole('button', { name: 'Save as group' }).click()
  await name.fill('from-traces')
  await page.keyboard.press('Enter')
  await page.getByText('There is a group from-traces already.').waitFor()
})

test('what a narrow window has no room for is scrolled to within its panel', async ({ visit }) => {
  const filter = encodeURIComponent('service( = 1')
  const { page } = await visit(`${server}/traces?filter=${filter}`, { width: 320, height: 640 })
  const panel = page.getByRole('region', { name: 'List of traces' })
  const again = panel.getByRole('button', { name: 'Try again' })
  await again.scrollIntoViewIfNeeded()
  const [inner, outer] = [await again.boundingBox(), await panel.boundingBox()]
  expect((inner?.y ?? Infinity) + (inner?.height ?? 0)).toBeLessThanOrEqual((outer?.y ?? 0) + (outer?.height ?? 0))
})
