import type { Locator, Page } from 'playwright-core'
import { expect, inject } from 'vitest'
import { settled } from './fixtures/open-page.ts'
import { test } from './fixtures/test.ts'

const server = inject('server')
let page: Page

test.beforeEach(async ({ visit }) => {
  page = (await visit(`${server}/?timeRange=PT1H`)).page
  await node('Frontend, ').waitFor()
})

/** A node of the map by how its name begins. */
const node = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) })
const placeOf = (ring: Locator) => ring.evaluate((each) => `${each.getAttribute('cx')} ${each.getAttribute('cy')}`)

test('places given by hand survive a reload, and Tidy forgets them', async () => {
  const frontend = node('Frontend, ')
  const laid = await placeOf(frontend)
  const box = await node('Frontend, ').boundingBox()
  if (box === null) throw new Error('no Frontend to be seen')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + 40, box.y + 320, { steps: 5 })
  await page.mouse.up()
  // It goes to the nearest place that is free when it is dropped.
  const kept = await page.waitForFunction(() => localStorage.getItem('roentgen.places.Default'))
  const [place] = Object.values<readonly number[]>(JSON.parse((await kept.jsonValue()) ?? ''))
  const moved = place?.join(' ')
  expect(moved).not.toBe(laid)
  await expect.poll(() => placeOf(frontend)).toBe(moved)
  await page.reload()
  await settled(page)
  await expect.poll(() => placeOf(frontend)).toBe(moved)
  await page.getByRole('button', { name: /^Tidy/ }).click()
  await expect.poll(() => placeOf(frontend)).not.toBe(moved)
})

test('places are tidy when who asked for that leaves while they move', async () => {
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  const frontend = node('Frontend, ')
  const laid = await placeOf(frontend)
  await frontend.focus()
  for (let step = 0; step < 8; step++) await page.keyboard.press('Alt+ArrowDown')
  await expect.poll(() => placeOf(frontend)).not.toBe(laid)
  await page.evaluate(async () => {
    const place = () => document.querySelector('[data-node][tabindex="0"]')?.getAttribute('cy')
    const before = place()
    document.querySelector<HTMLElement>('button[aria-label^="Tidy"]')?.click()
    while (place() === before) await new Promise((resolve) => requestAnimationFrame(resolve))
    document.querySelector<HTMLElement>('a[href^="/groups"]')?.click()
  })
  await page.getByRole('heading', { name: 'Groups', exact: true }).waitFor()
  await page.getByRole('link', { name: 'Map', exact: true }).first().click()
  await expect.poll(() => placeOf(frontend)).toBe(laid)
})
