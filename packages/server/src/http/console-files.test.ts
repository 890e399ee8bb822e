import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { get as httpGet, type IncomingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLog } from '../log.ts'
import { HttpCounts } from '../metrics/http-counts.ts'
import { buildApp } from './app.ts'
import { consolePages, consoleRoutes, readConsole } from './console-files.ts'

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const script = `export const text = '${'repeated '.repeat(100)}'`

let directory: string
let app: FastifyInstance
let port: number

async function appOf(site: string): Promise<FastifyInstance> {
  const routes = consoleRoutes(await readConsole(site), () => ({ name: 'Roentgen' }))
  const log = openLog('silent')
  return buildApp({
    operations: {},
    routes,
    allowedHosts: new Set(),
    log,
    counts: new HttpCounts(),
    beforeSegments: async () => 0,
  })
}

async function listening(built: FastifyInstance): Promise<number> {
  await built.listen({ host: '127.0.0.1', port: 0 })
  return (built.server.address() as AddressInfo).port
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'roentgen-console-'))
  const site = join(directory, 'site')
  await mkdir(join(site, 'assets'), { recursive: true })
  await writeFile(join(directory, 'secret.txt'), 'secret')
  await writeFile(join(site, 'index.html'), '<!doctype html><meta name="csp-nonce" content="{{nonce}}">')
  await writeFile(join(site, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await writeFile(join(site, '.stamp'), 'not for browsers')
  await writeFile(join(site, 'assets', 'index-1a2b.js'), script)
  await writeFile(join(site, 'assets', 'index-3c4d.css'), 'b{}')
  await writeFile(join(site, 'assets', 'packed-5e6f.js'), script)
  await writeFile(join(site, 'assets', 'packed-5e6f.js.gz'), gzipSync(`/* packed by the build */${script}`))
  app = await appOf(site)
  port = await listening(app)
})
afterAll(async () => {
  await app.close()
  await rm(directory, { recursive: true })
})

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

function ask(path: string, headers: Record<string, string> = {}, method = 'GET', at = port): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // `request` sends the path as it is written: nothing takes the dots out of it.
    const sent = (method === 'GET' ? httpGet : request)(
      { host: '127.0.0.1', port: at, path, headers, method, agent: false },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        )
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}

describe('the console', () => {
  test.each(consolePages.map((page) => page.replace(':id', '1-58406520-a006649127e371903a2de979')))(
    'answers %s with its page',
    async (path) => {
      const { status, headers } = await ask(path, html)
      expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
      expect(headers['cache-control']).toBe('no-cache')
    },
  )

  test('answers / to browsers with its page, and to programs with JSON', async () => {
    expect((await ask('/', html)).headers['content-type']).toBe('text/html; charset=utf-8')
    for (const accept of ['*/*', 'application/json']) {
      const { headers, body } = await ask('/', { accept })
      expect(headers['content-type']).toMatch(/^application\/json/)
      expect(JSON.parse(body.toString())).toEqual({ name: 'Roentgen' })
    }
  })

  test.each(['/nothing', '/traces/a/b/c', '/TraceSummaries'])(
    'answers %s with its page to browsers, which says that there is none, and to programs in the words of the API',
    async (path) => {
      const page = await ask(path, html)
      expect([page.status, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
      const { status, body } = await ask(path, { accept: '*/*' })
      expect([status, JSON.parse(body.toString()).__type]).toEqual([404, 'UnknownOperationException'])
    },
  )

  test('is no answer to what the API does not have', async () => {
    expect((await ask('/api/nothing', html)).headers['content-type']).toMatch(/^application\/json/)
  })

  test('gives every page a nonce of its own, which its policy has too, and nothing unsafe', async () => {
    const nonces = await Promise.all(
      ['/', '/map'].map(async (path) => {
        const { headers, body } = await ask(path, html)
        const nonce = /content="([A-Za-z0-9+/=]{24})"/.exec(body.toString())?.[1]
        const policy = String(headers['content-security-policy'])
        expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`)
        expect(policy).toMatch(/^default-src 'none'; script-src 'self';/)
        expect(policy).not.toContain('unsafe')
        return nonce
      }),
    )
    expect(new Set(nonces).size).toBe(2)
  })

  test.each([
    ['/assets/index-1a2b.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/index-3c4d.css', 'text/css; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/icon.svg', 'image/svg+xml', 'no-cache'],
  ])('serves %s as %s, kept as %s', async (path, type, cache) => {
    const { status, headers } = await ask(path)
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': type,
      'cache-control': cache,
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    })
  })

  test('packs what grows smaller, for those who can unpack it', async () => {
    const plain = await ask('/assets/index-1a2b.js')
    const packed = await ask('/assets/index-1a2b.js', { 'accept-encoding': 'br, gzip' })
    expect([plain.headers['content-encoding'], packed.headers['content-encoding']]).toEqual([undefined, 'gzip'])
    expect([plain.headers.vary, packed.headers.vary]).toEqual(['accept-encoding', 'accept-encoding'])
    expect(plain.body.toString()).toBe(script)
    expect(gunzipSync(packed.body).toString()).toBe(script)
    const packedBefore = await ask('/assets/packed-5e6f.js', { 'accept-encoding': 'gzip' })
    expect(gunzipSync(packedBefore.body).toString()).toBe(`/* packed by the build */${script}`)
    expect((await ask('/assets/packed-5e6f.js.gz')).status).toBe(404)
    expect((await ask('/assets/index-3c4d.css', { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBe(
      undefined,
    )
  })

  test.each(['/', '/map', '/assets/index-1a2b.js'])('answers HEAD of %s without a body', async (path) => {
    const [head, whole] = await Promise.all([ask(path, html, 'HEAD'), ask(path, html)])
    expect([head.status, head.body.length]).toEqual([200, 0])
    expect(head.headers['content-type']).toBe(whole.headers['content-type'])
    expect(head.headers['content-length']).toBe(whole.headers['content-length'])
  })

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/%2e%2e%5csecret.txt',
    '/.stamp',
    '/assets/',
    '/assets',
    '/index.html',
    '/assets/index-0000.js',
  ])('has nothing at %s', async (path) => {
    const { status, body } = await ask(path)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(body.toString()).not.toContain('secret.txt"')
    expect(body.toString()).not.toMatch(/^secret$/)
  })

  test('is refused to the pages of other sites', async () => {
    expect((await ask('/map', { ...html, host: 'evil.example' })).status).toBe(403)
  })

  test('that was not built says so, and how it is', async () => {
    const empty = await appOf(join(directory, 'nothing'))
    const { body } = await ask('/', html, 'GET', await listening(empty))
    expect(JSON.parse(body.toString())).toMatchObject({
      name: 'Roentgen',
      problem: expect.stringContaining('npm run build'),
    })
    await empty.close()
  })
})
