import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, openTab } from './fixtures/open-page.ts'
import { serve } from './fixtures/serve.ts'
import { shopTraces } from './fixtures/shop-traces.ts'

// `STORE=DIR npm run browser -- --performance first-map`: how long after a navigation the map of a large store is on the
// screen with its numbers, no file of the store in memory. DIR is a data directory that bench/make-store made in the last
// day; without one a small one is made. RANGE is the window, P1D without it; ROUNDS how often, 3 without it. For the shop's
// map six traces are added to the store: the last five minutes must be free of others.
const limits = { shop: 1500, large: 3000 } as const
/** The shop has a dozen. */
const manyNodes = 50
const rounds = Number(process.env.ROUNDS ?? 3)
/** A server that starts reads what it has: a map is opened on one that runs. Milliseconds. */
const sinceReady = 4000

const say = (what: string, value: string, limit = '') =>
  process.stdout.write(`${what.padEnd(44)} ${value.padStart(10)}${limit && `   limit ${limit}`}\n`)

let made: string | undefined
let dataDir: string

beforeAll(async () => {
  made = process.env.STORE === undefined ? await makeStore() : undefined
  dataDir = process.env.STORE ?? made ?? ''
  await using server = await serve(dataDir)
  await server.send(Object.values(shopTraces(Date.now() / 1000)).flatMap(({ documents }) => documents))
}, 300_000)
afterAll(async () => {
  if (made !== undefined) await rm(made, { recursive: true, force: true })
})

test.each([
  ['the shop’s map beside a large store', 'PT5M'],
  ['the map of a large store', process.env.RANGE ?? 'P1D'],
])(
  '%s is on the screen with its numbers in time',
  async (name, range) => {
    const browser = await openBrowser()
    try {
      for (let round = 0; round < rounds; round++) {
        await using server = await serve(dataDir)
        await sleep(sinceReady)
        say(`${name}, round ${round + 1}: files in memory`, dropsCache() ? 'none' : 'some: no right to drop them')
        const tab = await openTab(browser)
        const { page } = await tab.visit('about:blank')
        await page.goto(`${server.url}/?timeRange=${range}`, { waitUntil: 'commit' })
        // Of the page's own clock, which starts with the navigation.
        const shown = await page.waitForFunction(
          () => {
            const nodes = document.querySelectorAll('[data-place]')
            const numbers = [...nodes].filter((node) => / t\/min|no traffic/.test(node.textContent ?? ''))
            return nodes.length > 0 && numbers.length === nodes.length
              ? { after: performance.now(), nodes: nodes.length }
              : undefined
          },
          undefined,
          { polling: 'raf', timeout: 60_000 },
        )
        const found = await shown.jsonValue()
        if (found === undefined) throw new Error('no map')
        const limit = found.nodes > manyNodes ? limits.large : limits.shop
        for (const [what, when] of await steps(page)) say(`  ${what}`, when)
        say(`  ${found.nodes} nodes with numbers on screen after, ms`, found.after.toFixed(0), String(limit))
        expect.soft(found.after).toBeLessThanOrEqual(limit)
        await page.context().close()
      }
    } finally {
      await browser.close()
    }
  },
  900_000,
)

/** What the page waited for: from when to when, in milliseconds since the navigation. */
async function steps(page: Awaited<ReturnType<Awaited<ReturnType<typeof openTab>>['visit']>>['page']) {
  return page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .concat(performance.getEntriesByType('navigation'))
      .filter((entry): entry is PerformanceResourceTiming => entry instanceof PerformanceResourceTiming)
      .map(
        ({ name, startTime, responseEnd }) =>
          [new URL(name).pathname, `${startTime.toFixed(0)}–${responseEnd.toFixed(0)}`] as const,
      ),
  )
}

async function makeStore(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'roentgen-first-map-'))
  const script = join(import.meta.dirname, '../../../dist/bench/make-store.js')
  spawnSync(process.execPath, [script, '--data-dir', dataDir, '--segments', '200000', '--services', '80'], {
    stdio: 'inherit',
  })
  return dataDir
}

/** Whether the system forgot the files that it holds in memory. */
function dropsCache(): boolean {
  const place = '/proc/sys/vm/drop_caches'
  try {
    if (!existsSync(place)) return false
    spawnSync('sync')
    writeFileSync(place, '3')
    return true
  } catch {
    return false
  }
}
