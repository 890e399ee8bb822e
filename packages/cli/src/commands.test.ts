import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inProcess } from './fixtures/in-process.ts'
import { roentgen, type ServingRoentgen, serving } from './fixtures/roentgen.ts'

let server: ServingRoentgen
let folder: string
let file: string

const now = Date.now() / 1000
const traceId = '1-58406520-a006649127e371903a2de979'
const root = {
  trace_id: traceId,
  id: '6226467e3f845502',
  name: 'web',
  start_time: now - 1,
  end_time: now - 0.5,
  http: { request: { method: 'GET', url: 'http://web/cart' }, response: { status: 200 } },
  subsegments: [
    { id: '6226467e3f845503', name: 'stock', namespace: 'remote', start_time: now - 0.9, end_time: now - 0.6 },
  ],
}
const callee = {
  trace_id: traceId,
  id: '6226467e3f845504',
  parent_id: '6226467e3f845503',
  name: 'stock',
  start_time: now - 0.9,
  end_time: now - 0.7,
  fault: true,
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roentgen-send-'))
  file = join(folder, 'documents.ndjson')
  await writeFile(file, `${JSON.stringify(root)}\n${JSON.stringify(callee)}\n`)
  const settings = join(folder, 'settings.yaml')
  await writeFile(settings, 'default-sampling-rate: 0.25\n')
  server = await serving(undefined, ['--config', settings])
}, 30_000)

afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const run = (...args: string[]) => inProcess([...args, '--url', server.url], { environment: { COLUMNS: '100' } })
/** In a process of its own, as a user types it. */
const typed = (...args: string[]) =>
  roentgen([...args, '--url', server.url], { environment: { COLUMNS: '100', NO_COLOR: '1' } })

describe('against a running server', () => {
  test('send --wait returns when the documents are in the map, which map shows', async () => {
    expect(await typed('send', file, '--wait')).toEqual({
      status: 0,
      stdout: '2 documents sent; lists and maps have them\n',
      stderr: '',
    })
    const { stdout } = await typed('map')
    const counts = stdout.split('\n').map((line) => line.trim().split(/ {2,}/))
    expect(counts).toEqual([
      ['SERVICE', 'TYPE', 'T/MIN', 'AVG', 'OK', 'ERROR', 'FAULT', 'THROTTLE'],
      expect.arrayContaining(['web', '0.20', '500 ms', '1', '0', '0', '0']),
      expect.arrayContaining(['stock', '0.20', '200 ms', '0', '0', '1', '0']),
      [''],
      ['FROM', 'TO', 'T/MIN', 'AVG', 'OK', 'ERROR', 'FAULT', 'THROTTLE'],
      ['client', 'web', '0.20', '500 ms', '1', '0', '0', '0'],
      ['web', 'stock', '0.20', '300 ms', '1', '0', '0', '0'],
      [''],
    ])
  })

  test.each(['58406520a006649127e371903a2de979', traceId.toUpperCase()])(
    'trace finds it by the spelling %s',
    async (id) => {
      const { stdout, status } = await run('trace', id)
      expect(status).toBe(0)
      expect(stdout).toContain(`${traceId}   500 ms   2 segments`)
      expect(stdout).toMatch(/^ {2}stock .*\n {4}stock .* fault {2}/m)
    },
  )

  test('trace --json gives the processed documents', async () => {
    const { stdout } = await run('trace', traceId, '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      Id: traceId,
      Duration: 0.5,
      Segments: [{ id: root.id }, { id: callee.id }],
    })
  })

  test('send names what is rejected, sends the rest, and ends with 1', async () => {
    const nameless = { ...root, id: '6226467e3f845505', name: undefined }
    const input = [nameless, { ...callee, id: '6226467e3f845506' }, 'nonsense']
      .map((line) => JSON.stringify(line))
      .join('\n')
    const { status, stdout, stderr } = await roentgen(['send', '-', '--url', server.url], { input })
    expect(status).toBe(1)
    expect(stdout).toBe('1 documents sent, 2 rejected\n')
    expect(stderr).toContain('rejected: 6226467e3f845505: Invalid segment. ErrorCode: MissingName')
    expect(stderr).toContain('a document without an id')
  })

  test('send --udp --now brings a capture over UDP, its times moved to now', async () => {
    const old = {
      ...root,
      trace_id: '1-58406520-a006649127e371903a2de97a',
      start_time: 1_480_615_200,
      end_time: 1_480_615_201,
      subsegments: [],
    }
    const input = JSON.stringify({ datagram: `{"format":"json","version":1}\n${JSON.stringify(old)}` })
    const { status } = await inProcess(['send', '-', '--udp', '--now', '--wait', '--url', server.url], { input })
    expect(status).toBe(0)
    const { stdout } = await run('trace', old.trace_id, '--json')
    const [segment] = JSON.parse(stdout).Segments
    expect(segment.end_time - segment.start_time).toBeCloseTo(1, 5)
    expect(Date.now() / 1000 - segment.end_time).toBeLessThan(30)
  })

  test('traces lists what fits, the newest first, with what a person wants to see of each', async () => {
    const { status, stdout } = await run(
      'traces',
      'service("stock") { fault } AND http.method = "GET"',
      '--since',
      '1h',
    )
    expect(status).toBe(0)
    const [head = '', row = '', ...rest] = stdout.trimEnd().split('\n')
    expect(head.split(/ {2,}/)).toEqual(['TRACE', 'STARTED', 'SERVICE', 'REQUEST', 'STATUS', 'TIME', 'STATE'])
    expect(row.split(/ {2,}/)).toEqual([
      traceId,
      expect.stringMatching(/^(\d\d-\d\d )?\d\d:\d\d:\d\d$/),
      'web',
      'GET http://web/cart',
      '200',
      '500 ms',
      'ok',
    ])
    expect(rest).toEqual([])
  })

  test('traces --json gives the summaries a line each, in the order and number asked for', async () => {
    const { stdout } = await run('traces', '--json', '--since', '1h', '--order', 'slowest')
    const durations = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).Duration)
    expect(durations.length).toBeGreaterThan(1)
    expect(durations).toEqual([...durations].sort((a, b) => b - a))
    const one = await run('traces', '--json', '--since', '1h', '--order', 'slowest', '--limit', '1')
    expect(
      one.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).Duration),
    ).toEqual(durations.slice(0, 1))
  })

  test('traces says how many it looked at when none fits', async () => {
    const { status, stdout } = await run('traces', 'service("nobody")')
    expect(status).toBe(0)
    expect(stdout).toMatch(/^None of \d+ traces fits, of those that started in the last 5m\./)
  })

  test('traces shows where a filter is wrong', async () => {
    const { status, stdout, stderr } = await run('traces', 'ok AND responsetime CONTAINS "5"')
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toContain(`The filter cannot be read:
  ok AND responsetime CONTAINS "5"
                               ^
\`responsetime\` is a number of seconds: use =, !=, <, <=, > or >=, not CONTAINS.`)
  })

  test('verify finds nothing', async () => {
    expect(await run('verify')).toMatchObject({
      status: 0,
      stdout: 'No differences: every stored trace is what its documents say.\n',
    })
  })

  test('quarantine says that nothing is there, and names what it does not know', async () => {
    expect(await run('quarantine')).toMatchObject({ status: 0, stdout: 'Nothing is quarantined.\n' })
    expect(await run('quarantine', 'show', 'nothing')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('Not in quarantine, or damaged there: nothing.'),
    })
    expect(await run('quarantine', 'retry', 'nothing')).toMatchObject({
      status: 1,
      stdout: '0 tried again\n',
      stderr: expect.stringContaining('Not in quarantine, or damaged there: nothing.'),
    })
  })

  test('a second server on its directory is refused by name', async () => {
    const { status, stderr } = await roentgen(['--port', '0', '--data-dir', server.dataDir])
    expect(status).toBe(1)
    expect(stderr).toContain(server.dataDir)
    expect(stderr).toContain(String(server.pid))
  })

  test('a port for OTLP is taken, and the start says that nothing listens there yet', async () => {
    const { stderr } = await roentgen(['--port', '0', '--data-dir', server.dataDir, '--otlp-grpc-port', '4317'])
    expect(stderr).toContain('OTLP is not received yet: nothing listens for --otlp-grpc-port 4317.')
    expect(stderr).not.toContain('--otlp-http-port')
  })

  test('a second server on its port is told of --port', async () => {
    const { status, stderr } = await roentgen(['--port', String(server.port), '--data-dir', join(folder, 'second')])
    expect(status).toBe(1)
    expect(stderr).toMatch(/Port \d+.* is taken.*--port/s)
  })
})

describe('what a person may do wrong is answered with what to do', () => {
  test.each([
    [['trace', 'abc'], '"abc" is no trace id'],
    [['map', '--since', 'yesterday'], '"yesterday" is no length of time. Write 90s, 5m, 6h or 2d.'],
    [['send', '/no/such/file'], '/no/such/file cannot be read: ENOENT'],
    [['map', '--url', 'http://127.0.0.1:9'], 'No Roentgen answers at http://127.0.0.1:9'],
    [['traces', '--limit', '0'], 'It must be a whole number from 1'],
    [['traces', '--order', 'best'], 'Allowed choices are newest, slowest, fastest'],
    [['map', '--url', 'nowhere'], '--url is "nowhere"'],
    [['--port', '70000'], '--port is "70000"; it must be a whole number from 0 to 65535.'],
    [['serve', '--log-level', 'loud'], '--log-level is "loud"; it must be one of trace, debug'],
    [['--config', '/no/such.yaml'], '/no/such.yaml cannot be read: ENOENT'],
    [['quarantine', 'drop'], 'Name what to drop, or say --all'],
    [['backup', '/proc/nowhere', '--url', 'http://127.0.0.1:9'], 'No Roentgen answers at http://127.0.0.1:9'],
    [['restore', '/no/such/folder'], '/no/such/folder/manifest.json cannot be read: ENOENT'],
    [['backup', 'any', '--data-dir', '/no/such/data'], '/no/such/data cannot be read: ENOENT'],
    [['fly'], 'There is no command "fly". `roentgen --help` lists them.'],
  ])('%j', async (args, message) => {
    const { status, stderr } = await inProcess(args)
    expect(status).toBe(1)
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('    at ')
  })

  test('in one line, without a stack', async () => {
    expect(await roentgen(['trace', 'abc'])).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^roentgen: "abc" is no trace id.*\n$/),
    })
  })

  test('a trace that is not there', async () => {
    const { status, stderr } = await run('trace', '1-00000000-000000000000000000000001')
    expect(status).toBe(1)
    expect(stderr).toContain('There is no trace 1-00000000-000000000000000000000001')
  })
})

describe('what is set', () => {
  test('is shown with where it comes from, the file of the current folder among it, without passwords', async () => {
    const settings = 'port: 2001\nretention: 3d\nclickhouse: http://user:secret@127.0.0.1:8123\n'
    await writeFile(join(folder, 'roentgen.yaml'), settings)
    const { stdout, stderr } = await roentgen(['config', '--retention', '7d', '--json'], {
      cwd: folder,
      environment: { ROENTGEN_LOG_LEVEL: 'debug', ROENTGEN_RETENTON: '9d' },
    })
    const { file, settings: rows } = JSON.parse(stdout)
    expect(file).toBe('roentgen.yaml')
    expect(rows).toEqual(
      expect.arrayContaining([
        { setting: 'host', value: '127.0.0.1', from: 'default' },
        { setting: 'port', value: '2001', from: 'roentgen.yaml:1' },
        { setting: 'retention', value: '7d', from: '--retention' },
        { setting: 'clickhouse', value: 'http://user:***@127.0.0.1:8123', from: 'roentgen.yaml:3' },
        { setting: 'log-level', value: 'debug', from: 'ROENTGEN_LOG_LEVEL' },
      ]),
    )
    expect(stderr).toBe('ROENTGEN_RETENTON is no setting. Is ROENTGEN_RETENTION meant?\n')
  })

  test('holds for the server, whose start fails on a line that cannot be', async () => {
    const file = join(folder, 'bad.yaml')
    await writeFile(file, 'port: 0\nlog-level: info\nretention: 7 days\n')
    expect(await inProcess(['--config', file])).toEqual({
      status: 1,
      stdout: '',
      stderr: `roentgen: ${file}:3: retention is "7 days"; it must be a length of time from 1d to 36500d, such as 30d or 36h.\n`,
    })
  })

  test('in a file is what a server runs with', async () => {
    const answer = await fetch(`${server.url}/GetSamplingRules`, { method: 'POST' })
    expect(await answer.json()).toMatchObject({ SamplingRuleRecords: [{ SamplingRule: { FixedRate: 0.25 } }] })
  })
})

test('SIGTERM drains, ends with 0, and the next start has what was acknowledged', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'roentgen-restart-'))
  try {
    const first = await serving(directory)
    await inProcess(['send', file, '--url', first.url])
    expect(await first.stop()).toBe(0)
    expect(await roentgen(['verify', '--data-dir', directory])).toMatchObject({ status: 0 })
    await using second = await serving(directory)
    expect(await inProcess(['trace', traceId, '--url', second.url])).toMatchObject({ status: 0 })
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}, 30_000)
