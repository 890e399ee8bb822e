import type { CDPSession, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { largeMap, newcomer, oneMore } from './fixtures/large-map.ts'
import { openBrowser, openPage } from './fixtures/open-page.ts'
import { serve } from './fixtures/serve.ts'

// `npm run browser -- --performance map`: takes two minutes, and a machine that does nothing else. UPDATES=20 is shorter.
const limits = {
  slowShare: 0.05,
  slow: 50,
  longest: 250,
  elements: 2500,
  growth: 0.1,
  seconds: 10,
  updates: Number(process.env.UPDATES ?? 100),
}

const say = (what: string, value: string, limit: string) =>
  process.stdout.write(`${what.padEnd(44)} ${value.padStart(10)}   limit ${limit}\n`)

describe('a map of 200 nodes', () => {
  test('keeps every node at its place while 20 come one by one, and no two touch', async () => {
    await using server = await serve()
    await server.send(largeMap(1, Date.now() / 1000))
    const browser = await openBrowser()
    try {
      const { page } = await openPage(browser, server.url)
      await page.locator('[data-node]').nth(199).waitFor()
      let before = await places(page)
      for (let count = 1; count <= 20; count++) {
        await server.send(newcomer(count, Date.now() / 1000))
        await page.getByRole('button', { name: `newcomer-${count}, ` }).waitFor()
        const after = await places(page)
        for (const [id, { x, y }] of before) expect(after.get(id), `node ${id}`).toMatchObject({ x, y })
        expect(after.size).toBeGreaterThan(before.size)
        before = after
      }
      const circles = [...before.values()]
      const touching = circles.flatMap((one, index) =>
        circles.slice(index + 1).filter((other) => Math.hypot(one.x - other.x, one.y - other.y) < one.r + other.r),
      )
      expect(touching).toEqual([])
      say('nodes, none moved, none touch', String(before.size), '')
    } finally {
      await browser.close()
    }
  }, 200_000)

  test('pans and zooms without stumbling, and 100 live updates leave no memory behind', async () => {
    await using server = await serve()
    await server.send(largeMap(1, Date.now() / 1000))
    const browser = await openBrowser()
    try {
      const started = performance.now()
      const { page, offences } = await openPage(browser, server.url)
      await page.locator('[data-node]').nth(199).waitFor()
      say('nodes on screen after, ms', (performance.now() - started).toFixed(0), '3000')
      const elements = await page.evaluate(() => document.querySelectorAll('*').length)
      say('elements', String(elements), String(limits.elements))

      const frames = await framesWhile(page, () => panAndZoom(page, limits.seconds))
      const slow = frames.filter((frame) => frame > limits.slow).length / frames.length
      const longest = Math.max(...frames)
      say('frames', String(frames.length), '')
      say(`frames over ${limits.slow} ms`, `${(slow * 100).toFixed(1)} %`, `${limits.slowShare * 100} %`)
      say('longest frame, ms', longest.toFixed(0), String(limits.longest))

      const devtools = await page.context().newCDPSession(page)
      await updates(page, server, 2, 12)
      const before = await heap(devtools)
      await updates(page, server, 100, limits.updates)
      const after = await heap(devtools)
      say(
        `memory after ${limits.updates} updates, MB`,
        (after.bytes / 1e6).toFixed(1),
        `${((before.bytes / 1e6) * (1 + limits.growth)).toFixed(1)}`,
      )
      say('DOM nodes kept', String(after.nodes), String(Math.round(before.nodes * (1 + limits.growth))))

      expect(offences).toEqual([])
      expect(elements).toBeLessThanOrEqual(limits.elements)
      expect(slow).toBeLessThanOrEqual(limits.slowShare)
      expect(longest).toBeLessThanOrEqual(limits.longest)
      expect(after.bytes).toBeLessThan(before.bytes * (1 + limits.growth))
      expect(after.nodes).toBeLessThan(before.nodes * (1 + limits.growth))
    } finally {
      await browser.close()
    }
  }, 400_000)
})

interface Circle {
  readonly x: number
  readonly y: number
  readonly r: number
}

async function places(page: Page): Promise<ReadonlyMap<string, Circle>> {
  return new Map(
    await page.evaluate(() =>
      [...document.querySelectorAll('[data-node]')].map((ring) => {
        const [x = 0, y = 0, r = 0] = ['cx', 'cy', 'r'].map((name) => Number(ring.getAttribute(name)))
        return [ring.getAttribute('data-node') ?? '', { x, y, r }] as const
      }),
    ),
  )
}

/** Milliseconds between frames while something is done. */
async function framesWhile(page: Page, act: () => Promise<void>): Promise<readonly number[]> {
  await page.evaluate(() => {
    const frames: number[] = []
    let last = performance.now()
    const tick = (now: number) => {
      frames.push(now - last)
      last = now
      requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
    Reflect.set(window, 'frameTimes', frames)
  })
  await act()
  return page.evaluate(() => {
    const frames: readonly number[] = Reflect.get(window, 'frameTimes')
    return frames.slice(1)
  })
}

async function panAndZoom(page: Page, seconds: number): Promise<void> {
  const end = performance.now() + seconds * 1000
  for (let round = 0; performance.now() < end; round++) {
    await page.mouse.move(700, 480)
    for (let step = 0; step < 12; step++) await page.mouse.wheel(0, round % 2 === 0 ? -80 : 80)
    // Between the nodes: on one it would be dragged.
    await page.mouse.move(20, 400)
    await page.mouse.down()
    const far = round % 4 < 2 ? 1 : -1
    for (let step = 1; step <= 25; step++) await page.mouse.move(20 + far * step * 14, 400 + step * 6 * far)
    await page.mouse.up()
  }
}

/** A trace a second, each of which the live stream tells of, until the map has been asked so many times. */
async function updates(
  page: Page,
  server: { send(documents: readonly object[]): Promise<void> },
  first: number,
  count: number,
): Promise<void> {
  for (let done = 0; done < count; done++) {
    const asked = page.waitForResponse((response) => response.url().endsWith('/ServiceGraph'), { timeout: 30_000 })
    await server.send(oneMore(first + done, Date.now() / 1000))
    await (await asked).finished()
  }
}

async function heap(devtools: CDPSession): Promise<{ readonly bytes: number; readonly nodes: number }> {
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  await devtools.send('Performance.enable')
  const { metrics } = await devtools.send('Performance.getMetrics')
  return { bytes: usedSize, nodes: metrics.find(({ name }) => name === 'Nodes')?.value ?? 0 }
}
