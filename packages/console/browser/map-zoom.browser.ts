import type { Page } from 'playwright-core'
import { expect, inject } from 'vitest'
import { test } from './fixtures/test.ts'

const server = inject('server')
let page: Page

test.beforeEach(async ({ visit }) => {
  page = (await visit(`${server}/?timeRange=PT1H`)).page
  await node('Frontend, ').waitFor()
})

/** A node of the map by how its name begins. */
const node = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) })

test('less is written as soon as one zooms out, and more only when the map rests', async () => {
  /** Zooms by the wheel, and gives how much is written in the frame that shows it. */
  const zoomed = (by: number) =>
    page.evaluate(async (deltaY) => {
      const map = document.querySelector('[data-zoom]')
      if (map === null) throw new Error('no map')
      const { left, top, width, height } = map.getBoundingClientRect()
      const at = { clientX: left + width / 2, clientY: top + height / 2 }
      map.dispatchEvent(new WheelEvent('wheel', { deltaY, cancelable: true, bubbles: true, ...at }))
      await new Promise((resolve) => requestAnimationFrame(resolve))
      return map.getAttribute('data-zoom')
    }, by)
  expect(await zoomed(2000)).toBe('farthest')
  expect(await page.getByText('catalogservice').first().isVisible()).toBe(false)
  expect(await zoomed(-4000)).toBe('farthest')
  await page.locator('[data-zoom="near"]').waitFor()
  expect(await zoomed(4000)).toBe('farthest')
})

test('a map that is moved or zoomed is not laid out anew', async () => {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable')
  const layouts = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'LayoutCount')?.value ?? 0
  }
  await page.mouse.move(1000, 200)
  const before = await layouts()
  for (let step = 0; step < 20; step++) {
    await page.mouse.wheel(0, step < 10 ? -20 : 20)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
  }
  // Other parts of the page may have had news.
  expect((await layouts()) - before).toBeLessThan(5)
  await devtools.detach()
})
