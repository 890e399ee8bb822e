import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inProcess } from './fixtures/in-process.ts'
import { roentgen, type ServingRoentgen, serving } from './fixtures/roentgen.ts'
import { connectTo } from './server-client.ts'

const now = Math.floor(Date.now() / 1000)
const traces = 60
const traceId = (n: number) => `1-58406520-${n.toString(16).padStart(24, '0')}`
const segmentId = (n: number) => n.toString(16).padStart(16, '0')

/** Two documents a trace, with what is hard to keep: line ends of Unicode, escapes, in-progress copies, repeats. */
function documentsOf(n: number): object[] {
  const at = now - 600 + n
  const root = { trace_id: traceId(n), id: segmentId(n * 2), name: 'web', start_time: at }
  return [
    { ...root, in_progress: true },
    { ...root, end_time: at + 0.5, annotations: { text: 'a\u2028b\n\t\\ "c" / \u0001 💥' } },
    { ...root, end_time: at + 0.5, annotations: { text: 'a\u2028b\n\t\\ "c" / \u0001 💥' } },
    {
      ...{ trace_id: traceId(n), id: segmentId(n * 2 + 1), parent_id: segmentId(n * 2), name: 'stock' },
      ...{ start_time: at + 0.1, end_time: at + 0.4, fault: n % 7 === 0 },
    },
  ]
}

/** As large as a document may be, and half of it grows when it is written within another. */
function largeDocument(n: number): object {
  const metadata = { text: `${'"'.repeat(250_000)}${'a'.repeat(500_000)}` }
  return { trace_id: traceId(n), id: segmentId(n * 2), name: 'web', start_time: now - 60, end_time: now - 59, metadata }
}

async function put(server: ServingRoentgen, documents: readonly object[]) {
  const TraceSegmentDocuments = documents.map((document) => JSON.stringify(document))
  expect(await connectTo(server.url, {}).post('/TraceSegments', { TraceSegmentDocuments })).toEqual({
    UnprocessedTraceSegments: [],
  })
}

async function send(server: ServingRoentgen, documents: readonly object[]) {
  await put(server, documents)
  await connectTo(server.url, {}).post('/api/flush', {})
}

/** Everything that the X-Ray API tells of all this. */
async function answers(server: ServingRoentgen) {
  const client = connectTo(server.url, {})
  const window = { StartTime: now - 3600, EndTime: now + 60 }
  const list = await client.post('/TraceSummaries', window)
  const map = await client.post('/ServiceGraph', window)
  const pages = []
  for (let n = 0; n < traces; n += 5)
    pages.push(await client.post('/Traces', { TraceIds: [0, 1, 2, 3, 4].map((i) => traceId(n + i)) }))
  const { ApproximateTime: _, ...summaries } = list
  return { summaries, map, pages, groups: await client.post('/Groups', {}) }
}

describe('backup and restore', () => {
  let folder: string
  let first: ServingRoentgen
  /** What is restored into; empty until the first test. */
  let second: ServingRoentgen

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'roentgen-backup-'))
    ;[first, second] = await Promise.all([serving(), serving()])
    const Tags = [{ Key: 'team', Value: 'a' }]
    await connectTo(first.url, {}).post('/CreateGroup', { GroupName: 'failing', FilterExpression: 'fault', Tags })
    await send(first, Array.from({ length: traces }, (_, n) => documentsOf(n)).flat())
  }, 60_000)
  afterAll(async () => {
    await Promise.all([first, second].map((server) => server?.[Symbol.asyncDispose]()))
    await rm(folder, { recursive: true, force: true })
  })

  const backup = (...args: string[]) => inProcess(['backup', folder, ...args])
  const restore = (...args: string[]) => inProcess(['restore', folder, ...args])

  test('every trace, summary and map of a restored server equals the original, and verify finds nothing', async () => {
    const { status, stdout } = await backup('--url', first.url, '--json')
    expect(status).toBe(0)
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ done: true, kept: 0 })
    expect(await restore('--url', second.url)).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringMatching(/documents of \d days restored; lists and maps have them\n$/),
    })
    const original = await answers(first)
    expect(await answers(second)).toEqual(original)
    expect(original.summaries.TraceSummaries).toHaveLength(traces)
    expect(original.groups.Groups).toHaveLength(2)
    expect(await restore('--url', second.url, '--json')).toMatchObject({ status: 0 })
    expect(await answers(second)).toEqual(original)
    expect(await inProcess(['verify', '--url', second.url])).toMatchObject({ status: 0 })
  }, 60_000)

  test('a backup while documents come holds all that was acknowledged before, and nothing that came later', async () => {
    const later = async () => {
      for (let n = 0; n < 50; n++) await put(first, documentsOf(1000 + n).slice(0, 1))
    }
    await send(first, documentsOf(999))
    const [made] = await Promise.all([backup('--url', first.url, '--json'), later()])
    expect(made.status).toBe(0)
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))
    expect(await restore('--url', second.url)).toMatchObject({ status: 0 })
    const stored = await connectTo(second.url, {}).post('/Traces', { TraceIds: [traceId(999)] })
    expect(stored.Traces).toHaveLength(1)
    for (const { until } of Object.values(manifest.days) as { until: number }[])
      expect(until / 1e6).toBeLessThan(Date.now() / 1000)
    expect(await readdir(folder)).toHaveLength(Object.keys(manifest.days).length + 2)
    expect(await inProcess(['verify', '--url', second.url])).toMatchObject({ status: 0 })
  }, 120_000)

  test('the data of a stopped server is backed up and restored as well', async () => {
    const own = await mkdtemp(join(tmpdir(), 'roentgen-stopped-'))
    try {
      const [from, to, into] = ['from', 'to', 'into'].map((name) => join(own, name))
      const server = await serving(from)
      await send(server, documentsOf(1))
      const large = [2, 3, 4]
      await send(server, large.map(largeDocument))
      const old = now - 3 * 86_400
      const document = JSON.stringify({ ...documentsOf(5)[1], start_time: old - 1, end_time: old })
      const line = JSON.stringify({ received: old * 1e6, document })
      await connectTo(server.url, {}).send('/api/restore', Buffer.from(line))
      await server.stop()
      expect(await roentgen(['backup', `${to}`, '--data-dir', `${from}`])).toMatchObject({ status: 0 })
      // As backups of the first versions are.
      const { groups: _, ...manifest } = JSON.parse(await readFile(join(own, 'to', 'manifest.json'), 'utf8'))
      await writeFile(join(own, 'to', 'manifest.json'), JSON.stringify(manifest))
      const day = new Date(old * 1000).toISOString().slice(0, 10)
      // As the server of these data would have it.
      const environment = { ROENTGEN_RETENTION: '1d' }
      expect(
        await roentgen(['restore', `${to}`, '--data-dir', `${into}`, '--day', day], { environment }),
      ).toMatchObject({
        status: 1,
        stdout: expect.stringContaining('1 are older than the retention and were left out'),
      })
      expect(await roentgen(['restore', `${to}`, '--data-dir', `${into}`])).toMatchObject({ status: 0 })
      await using restored = await serving(into)
      expect(await inProcess(['trace', traceId(1), '--url', restored.url])).toMatchObject({ status: 0 })
      const stored = await connectTo(restored.url, {}).post('/Traces', { TraceIds: large.map(traceId) })
      expect(stored.Traces).toMatchObject(
        large.map((n) => ({ Segments: [{ Document: JSON.stringify(largeDocument(n)) }] })),
      )
      // Another store into the same folder would overwrite the first one's days.
      expect(await inProcess(['backup', `${to}`, '--url', restored.url])).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('holds the backup of another store'),
      })
    } finally {
      await rm(own, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    }
  }, 60_000)

  test('what is damaged is named, and nothing of it is restored', async () => {
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))
    const [[day = '', { file = '', bytes = 0 } = {}] = []] = Object.entries(manifest.days) as [
      string,
      { file: string; bytes: number },
    ][]
    await truncate(join(folder, file), bytes - 20)
    await writeFile(join(folder, manifest.groups.file), '{"groups":[]}')
    const { status, stderr } = await restore('--url', second.url)
    expect({ status, stderr }).toMatchObject({ status: 1, stderr: expect.stringContaining(file) })
    expect(stderr).toContain(`${manifest.groups.file}: its bytes are not those that were written`)
    await rm(join(folder, file))
    expect(await restore('--url', second.url)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`${file}: it is missing`),
    })
    expect(await restore('--url', second.url, '--day', '2001-01-01')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`There are days from ${day}`),
    })
    expect(await backup('--url', first.url, '--day', '1999-01-01')).toMatchObject({ status: 1 })
    expect(await backup('--url', first.url, '--day', day)).toMatchObject({ status: 0 })
    expect(await restore('--url', second.url, '--day', day)).toMatchObject({ status: 0 })
    await writeFile(join(folder, 'manifest.json'), '{"format":"other"}')
    expect(await restore('--url', second.url)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('it is no backup of Roentgen'),
    })
    expect(await inProcess(['restore', join(folder, 'nowhere'), '--url', second.url])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('cannot be read: ENOENT'),
    })
  }, 60_000)
})
