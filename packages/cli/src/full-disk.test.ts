import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, statfs, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { until } from './fixtures/until.ts'
import { connectTo } from './server-client.ts'

const program = fileURLToPath(new URL('../bin/roentgen.js', import.meta.url))
const mayMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0
const mebibyte = 1024 ** 2

/** A server whose data directory is on a disk of its own of so many MiB, and that disk as seen from here. */
async function servingOnDisk(size: number, minFree: string) {
  const directory = await mkdtemp(join(tmpdir(), 'roentgen-disk-'))
  const script = `mount -t tmpfs -o size=${size}m tmpfs ${directory} && exec "$@"`
  const options = ['--port', '0', '--json', '--log-level', 'error', '--data-dir', `${directory}/data`]
  const child = spawn('unshare', [
    '-rm',
    ...['sh', '-c', script, 'sh', process.execPath, program],
    ...[...options, '--min-free', minFree],
  ])
  child.stderr.resume()
  const exited = once(child, 'exit')
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const { port }: { port: number } = JSON.parse(line)
  const disk = `/proc/${child.pid}/root${directory}`
  return {
    url: `http://127.0.0.1:${port}`,
    /** Takes what is free, all but so many MiB. */
    async fill(left: number) {
      const { bavail, bsize } = await statfs(disk)
      await writeFile(join(disk, 'others'), Buffer.alloc(bavail * bsize - left * mebibyte))
    },
    clear: () => unlink(join(disk, 'others')),
    async stop() {
      child.kill('SIGTERM')
      const [status] = await exited
      return status as number | null
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await exited
      await rm(directory, { recursive: true, force: true })
    },
  }
}

let last = 0
const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')

/** Posts some new documents of 4 KB that do not compress; gives their trace ids and the answer. */
async function post(url: string, count = 25) {
  const now = Date.now() / 1000
  const traceIds: string[] = []
  const documents = Array.from({ length: count }, () => {
    const traceId = `1-58406520-${hex(++last, 24)}`
    traceIds.push(traceId)
    const filling = Array.from({ length: 330 }, () => Math.random().toString(36).slice(2)).join('')
    const times = { start_time: now - 1, end_time: now }
    return JSON.stringify({ trace_id: traceId, id: hex(last, 16), name: 'web', ...times, metadata: { d: { filling } } })
  })
  const response = await fetch(`${url}/TraceSegments`, {
    method: 'POST',
    body: JSON.stringify({ TraceSegmentDocuments: documents }),
  })
  return { traceIds, status: response.status, text: await response.text() }
}

async function health(url: string): Promise<string> {
  return (await fetch(`${url}/healthz`)).text()
}

describe.runIf(mayMount)('on a disk of its own', () => {
  test('below --min-free nothing more is accepted, which is said, and above it everything again', async () => {
    await using server = await servingOnDisk(120, '40MiB')
    expect(await post(server.url)).toMatchObject({ status: 200 })
    await server.fill(30)
    const refused = await until(
      () => post(server.url),
      ({ status }) => status !== 200,
    )
    expect(refused.status).toBe(429)
    expect(JSON.parse(refused.text)).toMatchObject({
      __type: 'ThrottledException',
      Message: expect.stringMatching(/has \d+ MiB free, and 40 MiB are to stay free \(--min-free\)/),
    })
    expect(await health(server.url)).toContain('--min-free')
    expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('\nroentgen_accepting 0\n')
    await server.clear()
    await until(
      () => post(server.url),
      ({ status }) => status === 200,
    )
    expect(await health(server.url)).toBe('{"ok":true,"reasons":[]}')
    expect(await server.stop()).toBe(0)
  }, 60_000)

  test('a disk that is full to the last byte loses nothing that was acknowledged', async () => {
    await using server = await servingOnDisk(120, '0')
    const acknowledged: string[] = []
    await server.fill(8)
    const refused = await until(
      async () => {
        const sent = await post(server.url, 100)
        if (sent.status === 200) acknowledged.push(...sent.traceIds)
        return sent
      },
      ({ status }) => status !== 200,
      30_000,
    )
    expect([429, 503]).toContain(refused.status)
    await server.clear()
    const again = await until(
      () => post(server.url),
      ({ status }) => status === 200,
    )
    acknowledged.push(...again.traceIds)
    const client = connectTo(server.url, {})
    await client.post('/api/flush', {}, 30_000)
    let found = 0
    for (let at = 0; at < acknowledged.length; at += 5) {
      const { Traces } = await client.post('/Traces', { TraceIds: acknowledged.slice(at, at + 5) })
      found += Array.isArray(Traces) ? Traces.length : 0
    }
    expect(found).toBe(acknowledged.length)
    const differences = []
    for await (const line of client.lines('/api/verify', {})) differences.push(line)
    expect(differences).toEqual([{ done: true, differences: 0 }])
    expect(await server.stop()).toBe(0)
  }, 90_000)
})
