import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openBrowser } from '@roentgen/shop'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inProcess } from '../fixtures/in-process.ts'
import { isRunning, type OpenedShop, openedShop } from '../fixtures/open-shop.ts'
import { until } from '../fixtures/until.ts'

const guide = fileURLToPath(new URL('../../../../docs/guides/shop.md', import.meta.url))

let shop: OpenedShop

beforeAll(async () => {
  shop = await openedShop(['--uninstrumented', '--users', '1', '--respawn', '100ms'])
}, 60_000)
afterAll(async () => shop?.[Symbol.asyncDispose]())

test('before anything is instrumented the shop works and the map is empty', async () => {
  const page = await openBrowser(shop.shop).get('/')
  expect(page).toMatchObject({ status: 200, html: expect.stringContaining('This request was not traced.') })
  const { stdout } = await inProcess(['map', '--url', `http://127.0.0.1:${shop.port}`])
  expect(stdout).toContain('No requests in the last 5m')
})

test('the settings of a file hold for the shop and for the commands that look for it', async () => {
  const file = join(shop.dataDir, 'settings.yaml')
  await writeFile(file, `data-dir: ${shop.dataDir}\nport: 0\n`)
  const environment = { ROENTGEN_CONFIG: file }
  expect((await inProcess(['shop', '--config', file])).stderr).toContain('A shop is open already')
  expect(await inProcess(['shop', 'status'], { environment })).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('cartservice-1'),
  })
  const bad = await inProcess(['shop', '--port', '70000'], { environment })
  expect(bad.stderr).toContain('--port is "70000"; it must be a whole number from 0 to 65535.')
})

test('an address with TLS is refused: no SDK could send there', async () => {
  const { status, stderr } = await inProcess([
    'shop',
    '--url',
    'https://127.0.0.1:9',
    '--data-dir',
    `${shop.dataDir}/other`,
  ])
  expect(status).toBe(1)
  expect(stderr).toContain('--url is "https://127.0.0.1:9"; it must be an http: address')
})

test('a second shop in the same directory is refused, and so is a word that is no command', async () => {
  expect((await shop.typed()).stderr).toContain('A shop is open already')
  expect((await inProcess(['shop', 'sell'])).stderr).toContain('There is no command "shop sell"')
  expect((await shop.command('kill', 'redis')).stderr).toContain('There is no service "redis"')
})

describe('the guide to the shop', () => {
  test('each of its commands does what it is there for, in the order of the guide', async () => {
    const lines = await commandsOf(guide)
    const statuses = []
    for (const line of lines.filter((text) => text.startsWith('npx roentgen '))) {
      const [first = '', ...rest] = line.replace('npx roentgen ', '').split(' ')
      const words = rest.map((word) => word.replace(/^\.\/cartservice$/, join(shop.dataDir, 'mine')))
      const where = first === 'shop' ? ['--data-dir', shop.dataDir] : ['--url', `http://127.0.0.1:${shop.port}`]
      // To a folder of the test, not into the checkout.
      const target = words[0] === 'edit' ? [join(shop.dataDir, 'mine')] : []
      const { status, stderr } = await inProcess([first, ...words, ...target, ...where])
      statuses.push(`${line}: ${status}`)
      if (status !== 0) expect(stderr, line).toContain('No segment named "cartservice" has come')
    }
    // The copy is rolled out as it is, and the check says that it is not traced yet.
    expect(statuses.filter((text) => !text.endsWith(': 0'))).toEqual(['npx roentgen shop check cartservice: 1'])
    expect(statuses.length).toBeGreaterThan(15)
  }, 90_000)

  test('its options exist', async () => {
    const { stdout } = await inProcess(['shop', '--help'])
    const text = await readFile(guide, 'utf8')
    const named = [...text.matchAll(/`(--[a-z]+)|shop (--[a-z]+)/g)].map(([, quoted, typed]) => quoted ?? typed ?? '')
    expect(named.length).toBeGreaterThan(5)
    for (const option of named.filter((name) => !['--interval', '--import'].includes(name)))
      expect(stdout).toContain(option)
  })
})

// The last one: it kills the shop.
test('kill -9 of the command leaves no process behind', async () => {
  const processes = shop.processes()
  expect(processes.length === 0 || processes.length >= 9).toBe(true)
  shop.child.kill('SIGKILL')
  await until(
    () => processes.filter(isRunning),
    (left) => left.length === 0,
  )
  expect((await shop.command('status')).stderr).toContain('No shop is open')
}, 30_000)

async function commandsOf(file: string): Promise<string[]> {
  const blocks = [...(await readFile(file, 'utf8')).matchAll(/```sh\n(.*?)```/gs)]
  return blocks.flatMap(([, block = '']) => block.split('\n')).filter((line) => line !== '')
}
