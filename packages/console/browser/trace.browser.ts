import type { Page } from 'playwright-core'
import { describe, expect, inject } from 'vitest'
import { faultsInBothThemes, type Opened, settled } from './fixtures/open-page.ts'
import { sendTo } from './fixtures/serve.ts'
import { hostileText } from './fixtures/shop-traces.ts'
import { test } from './fixtures/test.ts'

const server = inject('server')
const traceIds = inject('traceIds')
let open: (trace: keyof typeof traceIds, rest?: string) => Promise<Opened>

test.beforeEach(({ visit }) => {
  open = (trace, rest = '') => visit(`${server}/traces/${traceIds[trace]}${rest}`)
})

/** Every row in sight as `level name, status, duration, self, label`. */
async function rowsOf(page: Page): Promise<string[]> {
  await page.getByRole('treegrid').waitFor()
  return page.$$eval('[role=row][data-position]', (rows) =>
    rows.map((row) => {
      const cells = [...row.querySelectorAll('[role=gridcell]')]
      const name = cells[0]?.querySelector('bdi')?.textContent
      return [`${row.getAttribute('aria-level')} ${name}`, ...cells.slice(1).map((cell) => cell.textContent)].join(', ')
    }),
  )
}

describe('the waterfall of GET /cart', () => {
  test('is the workshop’s: a group for each segment, remote calls beside own time, the table inferred', async () => {
    const { page } = await open('cart')
    expect(await rowsOf(page)).toEqual([
      '1 Frontend, 200, 103 ms, 2.0 ms, GET shop.example/cart',
      '2 cartservice, 200, 89.0 ms, 88.4 ms, Remote: GET cartservice/api',
      '2 catalogservice, 200, 12.0 ms, 4.0 ms, Remote: GET catalogservice/api',
      '1 cartservice, 200, 0.6 ms, 0.6 ms, GET cartservice/api',
      '1 catalogservice, 200, 8.0 ms, 0.6 ms, GET catalogservice/api',
      '2 DynamoDB, 200, 7.4 ms, 0 ms, GetItem: ProductCatalog',
      '1 DynamoDB, 200, 7.4 ms, 7.4 ms, GetItem: ProductCatalog',
    ])
    expect(await page.getByText('AWS::DynamoDB::Table (Client Response)').count()).toBe(1)
    expect(await page.title()).toContain('GET http://shop.example/cart')
  })

  test('is read by the keyboard alone: moved through, folded, searched, its details opened', async () => {
    const { page } = await open('cart')
    await page.getByRole('treegrid').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => rowsOf(page)).toHaveLength(5)
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => rowsOf(page)).toHaveLength(7)
    await page.keyboard.press('/')
    await page.keyboard.type('productcatalog')
    await page.getByText('2', { exact: true }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('1 of 2').waitFor()
    await page.getByRole('treegrid').focus()
    await page.keyboard.press('n')
    await page.getByText('2 of 2').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('complementary', { name: 'Details of DynamoDB' }).waitFor()
    expect(page.url()).toContain('segment=')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('complementary').count()).toBe(0)
  })

  test('hangs segments on their calls when asked to, and its address says so', async () => {
    const { page } = await open('cart')
    await page.getByLabel('Arrange rows').selectOption('calls')
    await expect
      .poll(async () => (await rowsOf(page)).map((row) => row.split(',')[0]))
      .toEqual([
        '1 Frontend',
        '2 cartservice',
        '3 cartservice',
        '2 catalogservice',
        '3 catalogservice',
        '4 DynamoDB',
        '5 DynamoDB',
      ])
    expect(page.url()).toContain('rows=calls')
  })
})

test('an exception is read with its stack, and an annotation leads to the traces that have it', async () => {
  const { page } = await open('fault')
  await page.getByRole('row', { name: /orderservice.*EC2/ }).click()
  await page.getByRole('tab', { name: /Exceptions/ }).click()
  const panel = page.getByRole('tabpanel')
  await panel.getByText('The order could not be written').waitFor()
  expect(await panel.textContent()).toMatch(/OrderError[\s\S]*checkout \(\/srv\/order\/checkout\.py:41\)[\s\S]*handle/)

  await page.goto(`${server}/traces/${traceIds.product}`)
  await settled(page)
  await page.getByRole('row', { name: /Frontend/ }).click()
  await page.getByRole('tab', { name: /Annotations/ }).click()
  await page.getByRole('link', { name: /Find traces with this.*UserID/ }).click()
  await page.waitForURL('**/traces?**')
  expect(new URL(page.url()).searchParams.get('filter')).toBe('annotation[UserID] = "sess-1"')
  await page.locator(`main [href*="${traceIds.product}"]`).first().waitFor()
})

test('an annotation of a trace that the range has not leads to a range that has it', async () => {
  const page = (await open('product', '?timeRange=2018-10-15T10:00:00Z~2018-10-15T10:05:00Z')).page
  await page.getByRole('row', { name: /Frontend/ }).click()
  await page.getByRole('tab', { name: /Annotations/ }).click()
  await page.getByRole('link', { name: /Find traces with this.*UserID/ }).click()
  await page.locator(`main [href*="${traceIds.product}"]`).first().waitFor()
})

test('a file of documents is opened from the page of traces, and asked for again after a reload', async ({ visit }) => {
  const { page } = await visit(`${server}/traces`)
  const start_time = Date.now() / 1000
  const document = {
    ...{ trace_id: '1-58406520-a006649127e371903a2de900', id: 'a'.repeat(16), name: 'from a file' },
    ...{ start_time, end_time: start_time + 1 },
  }
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Open a file…' }).click(),
  ])
  await chooser.setFiles({
    name: 'one.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify([document])),
  })
  await page.getByText('put together in this browser').waitFor()
  await page.getByText('from a file').first().waitFor()
  await page.getByRole('link', { name: 'Raw data' }).click()
  await page.getByText('1 document').waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Open a file of documents' }).waitFor()
})

test('a downloaded trace opens again from its file, without a question to the server', async () => {
  const { page } = await open('cart', '/raw')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ])
  const path = await download.path()
  await page.goto(`${server}/traces/${traceIds.fault}/raw`)
  await settled(page)
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.getByLabel('Open a file…').setInputFiles(path)
  await page.getByRole('heading', { name: 'GET shop.example/cart' }).waitFor()
  expect(asked).not.toContain('/Traces')

  // Another trace that is sought is that one, not the file.
  const notice = page.getByText('put together in this browser')
  await notice.waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type(traceIds.product)
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/traces/${traceIds.product}*`)
  await page.getByRole('treegrid').waitFor()
  expect(await notice.count()).toBe(0)
})

test('the documents are shown as they were received, too', async () => {
  const { page } = await open('cart', '/raw')
  await page.getByText('4 documents').waitFor()
  await page.getByLabel('As received').check()
  await page.getByText('3 documents').waitFor()
})

test('a callee whose clock is behind is shown where it must have been, marked, or as it said when asked', async ({
  visit,
}) => {
  const start = Date.now() / 1000 - 30
  const trace_id = `1-${Math.floor(start).toString(16)}-${'5'.repeat(24)}`
  const call = { id: '5c1000000000c411', name: 'behind', namespace: 'remote', start_time: start, end_time: start + 0.2 }
  const caller = { ...call, id: '5c10000000000001', name: 'ahead', trace_id, namespace: undefined, subsegments: [call] }
  const callee = { trace_id, id: '5c10000000000002', parent_id: call.id, name: 'behind' }
  await sendTo(server, [caller, { ...callee, start_time: start - 3, end_time: start - 2.9 }])
  const { page } = await visit(`${server}/traces/${trace_id}`)
  const row = page.getByRole('row', { name: /clock corrected by 3\.05 s/ })
  await row.waitFor()
  await page.getByRole('checkbox', { name: 'Correct clocks' }).uncheck()
  await row.waitFor({ state: 'detached' })
  expect(
    await page
      .getByRole('treegrid')
      .getByRole('row', { name: /^behind/ })
      .count(),
  ).toBeGreaterThan(0)
  await page.getByRole('checkbox', { name: 'Correct clocks' }).check()
  await row.waitFor()
})

test('a trace lays out no map before one is looked at', async () => {
  const { page } = await open('cart')
  await page.getByRole('treegrid').waitFor()
  expect(page.workers().filter((worker) => worker.url().includes('layout'))).toEqual([])
})

test('the map of a trace has its services', async () => {
  const { page } = await open('cart', '?show=map')
  const map = page.getByRole('img', { name: /^Map of this trace/ })
  await map.waitFor()
  expect(await map.getAttribute('aria-label')).toMatch(/Frontend.*|.*ProductCatalog/)
})

test.each(['?segment=first', '?show=map', '?show=services', '/raw'])(
  '%s has nothing serious for axe in either theme',
  async (rest) => {
    const { page } = await open('fault', rest === '?segment=first' ? '' : rest)
    if (rest === '?segment=first') {
      await page.getByRole('row', { name: /orderservice.*EC2/ }).click()
      await page.getByRole('tab', { name: /Exceptions/ }).click()
    }
    expect(await faultsInBothThemes(page)).toEqual([])
  },
)

test('hostile texts are texts, wherever the details show them, and break no layout', async () => {
  const { page } = await open('hostile')
  await page.getByRole('row', { name: /Frontend/ }).click()
  for (const tab of ['Overview', 'Annotations', 'Metadata', 'Exceptions']) {
    await page.getByRole('tab', { name: new RegExp(tab) }).click()
    const panel = page.getByRole('tabpanel')
    expect(await panel.textContent()).toContain(tab === 'Overview' ? '<script>' : hostileText.html)
    expect(await panel.evaluate((element) => element.scrollWidth <= element.clientWidth + 1)).toBe(true)
  }
  expect(await page.title()).not.toBe('owned')
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
})
