import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { getPriority, tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { Readable } from 'node:stream'
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Engine, type EngineOptions, startEngine } from './index.ts'

let dataDir: string
let log: { level: string; message: string; fields: object | undefined }[]
const cleanUp: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'roentgen-engine-'))
  log = []
})

afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean()
  await rm(dataDir, { recursive: true })
})

async function start(options: Partial<EngineOptions> = {}): Promise<Engine> {
  const engine = await startEngine({
    dataDir,
    log: (level, message, fields) => log.push({ level, message, fields }),
    ...options,
  })
  cleanUp.push(() => engine.close())
  return engine
}

function clientOf(engine: Pick<Engine, 'url' | 'username' | 'password'>): ClickHouseClient {
  const { url, username, password } = engine
  const client = createClient({ url, username, password, log: { level: ClickHouseLogLevel.OFF } })
  cleanUp.push(() => client.close())
  return client
}

async function until(condition: () => boolean | Promise<boolean>, milliseconds = 10_000): Promise<void> {
  const deadline = performance.now() + milliseconds
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not within ${milliseconds} ms: ${condition}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** A body of which some has come, and more is to come. */
function unending(): Readable {
  const body = new Readable({ read() {} })
  body.push('1\n')
  return body
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Of an orphan: the first process of a container may leave it a zombie for a second or two, which holds nothing any more. */
function hasEnded(pid: number): boolean {
  if (!isAlive(pid)) return true
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return !isAlive(pid)
  }
}

function pidOf(engine: Engine): number {
  if (engine.pid === undefined) throw new Error('the engine has no process')
  return engine.pid
}

/** A server's process with an engine, as `roentgen serve` is one. */
async function startElsewhere(): Promise<{
  parent: ChildProcess
  url: string
  username: string
  password: string
  pid: number
}> {
  const script = `
    const { startEngine } = await import(${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)})
    const { url, username, password, pid } = await startEngine({ dataDir: ${JSON.stringify(dataDir)} })
    console.log(JSON.stringify({ url, username, password, pid }))
    setInterval(() => {}, 1000)`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  cleanUp.push(async () => {
    if (parent.exitCode === null && parent.signalCode === null) {
      parent.kill('SIGKILL')
      await once(parent, 'exit')
    }
  })
  const [line] = await once(parent.stdout, 'data')
  return { parent, ...JSON.parse(String(line)) }
}

describe('the engine', () => {
  test('is ready soon, keeps its rows over a restart, and leaves no process', async () => {
    const first = await start()
    await clientOf(first).command({ query: 'create table t (a UInt8) engine = MergeTree order by a' })
    await clientOf(first).insert({ table: 't', values: [{ a: 1 }], format: 'JSONEachRow' })
    const pid = pidOf(first)
    await first.close()
    expect(isAlive(pid)).toBe(false)
    const began = performance.now()
    const second = await start()
    // Five times the budget of design section 7 for an empty start, of which the engine may take half.
    expect(performance.now() - began).toBeLessThan(3_750)
    const answer = await clientOf(second).query({ query: 'select a from t', format: 'JSONEachRow' })
    expect(await answer.json()).toEqual([{ a: 1 }])
    expect(second.password).not.toBe(first.password)
  })

  test('that is killed is started again under the same address, and what ran fails at once', async () => {
    const engine = await start()
    const client = clientOf(engine)
    await client.command({ query: 'create table t (a UInt8) engine = MergeTree order by a' })
    await client.insert({ table: 't', values: [{ a: 1 }], format: 'JSONEachRow' })
    const { url, password } = engine
    const pid = pidOf(engine)
    const running = client.query({ query: 'select sleep(3)' }).then(
      () => 'answered',
      () => 'failed',
    )
    const sending = client.insert({ table: 't', values: unending(), format: 'TabSeparated' }).then(
      () => 'answered',
      () => 'failed',
    )
    await until(async () => (await readdir(join(dataDir, 'spool'))).length > 0)
    const began = performance.now()
    process.kill(pid, 'SIGKILL')
    expect(await Promise.all([running, sending])).toEqual(['failed', 'failed'])
    expect(performance.now() - began).toBeLessThan(1_000)
    await until(async () => (await client.ping()).success)
    expect(engine).toMatchObject({ url, password, restarts: 1 })
    expect(engine.pid).not.toBe(pid)
    const answer = await client.query({ query: 'select a from t', format: 'JSONEachRow' })
    expect(await answer.json()).toEqual([{ a: 1 }])
    expect(await readdir(join(dataDir, 'spool'))).toEqual([])
    expect(log.some(({ level, message }) => level === 'error' && message.includes('died'))).toBe(true)
  })

  test('that is killed again and again comes back', async () => {
    const engine = await start()
    const client = clientOf(engine)
    for (let kills = 1; kills <= 3; kills += 1) {
      await until(() => engine.pid !== undefined)
      process.kill(pidOf(engine), 'SIGKILL')
      await until(() => engine.restarts === kills)
      await until(async () => (await client.ping()).success)
    }
  })

  test('that is closed while it starts again leaves no process', async () => {
    const engine = await start()
    process.kill(pidOf(engine), 'SIGKILL')
    await until(() => engine.restarts === 1)
    await engine.close()
    expect(engine.pid === undefined || !isAlive(engine.pid)).toBe(true)
    await expect(startEngine({ dataDir }).then((next) => next.close())).resolves.toBeUndefined()
  })

  test('ends with its parent, even one that was killed in the middle of a query', async () => {
    const elsewhere = await startElsewhere()
    const running = clientOf(elsewhere)
      .query({ query: 'select sleep(3)' })
      .catch(() => {})
    await clientOf(elsewhere).query({ query: 'select 1' })
    elsewhere.parent.kill('SIGKILL')
    await until(() => hasEnded(elsewhere.pid), 2_000)
    const engine = await start()
    expect((await clientOf(engine).ping()).success).toBe(true)
    await running
  })

  test('waits for another that still holds the directory, and says so', async () => {
    const elsewhere = await startElsewhere()
    const starting = start()
    await until(() => log.some(({ message }) => message.includes('waiting')))
    expect(log).toContainEqual({
      level: 'warn',
      message: 'waiting for the data directory',
      fields: { directory: dataDir, holder: expect.stringContaining(`process ${elsewhere.pid}`) },
    })
    elsewhere.parent.kill('SIGKILL')
    expect((await clientOf(await starting).ping()).success).toBe(true)
  })

  test('that is closed while it waits for its directory ends at once', async () => {
    const engine = await start()
    let isHeld = false
    const elsewhere = startElsewhere().then(() => {
      isHeld = true
    })
    await until(() => {
      if (engine.pid !== undefined) process.kill(engine.pid, 'SIGKILL')
      return isHeld
    })
    await elsewhere
    await until(() => log.some(({ message }) => message.includes('waiting')))
    const began = performance.now()
    await engine.close()
    expect(performance.now() - began).toBeLessThan(2_000)
  })

  test('names who holds the directory when it is not given up', async () => {
    const elsewhere = await startElsewhere()
    const began = performance.now()
    await expect(start({ directoryTimeout: 300 })).rejects.toMatchObject({
      code: 'DirectoryHeld',
      message: expect.stringMatching(new RegExp(`${dataDir}.*process ${elsewhere.pid} .*--data-dir`)),
    })
    expect(performance.now() - began).toBeLessThan(5_000)
  })

  test('names a directory that cannot be used', async () => {
    await writeFile(join(dataDir, 'file'), '')
    await expect(start({ dataDir: join(dataDir, 'file') })).rejects.toMatchObject({ code: 'DirectoryUnusable' })
  })

  test('lets running queries end when it is closed', async () => {
    const engine = await start()
    const client = clientOf(engine)
    const running = client
      .query({ query: 'select sleep(1) as s', format: 'JSONEachRow' })
      .then((answer) => answer.json())
    await until(async () => (await runningQueries(client)) > 0)
    await engine.close()
    expect(await running).toEqual([{ s: 0 }])
  })

  test('ends queries that take longer than it waits when it is closed', async () => {
    const engine = await start({ drainTimeout: 100 })
    const client = clientOf(engine)
    const running = client
      .query({ query: 'select count() from system.numbers', clickhouse_settings: { max_rows_to_read: '0' } })
      .catch((fault: unknown) => fault)
    await until(async () => (await runningQueries(client)) > 0)
    const began = performance.now()
    await engine.close()
    expect(performance.now() - began).toBeLessThan(3_000)
    expect(await running).toMatchObject({ code: '394' })
  })

  test('that is closed when clients have just left does not wait for them, and is not killed', async () => {
    for (const query of [
      'select count() from system.numbers',
      'create table t engine = Memory as select sleep(1) as s',
    ]) {
      const engine = await start()
      const client = clientOf(engine)
      const gone = new AbortController()
      const asked = Array.from({ length: 4 }, (_, n) =>
        client
          .command({
            query: query.replace('table t', `table t${n}`),
            clickhouse_settings: { max_rows_to_read: '0', log_comment: n < 1 ? 'ask' : 'lookup' },
            abort_signal: gone.signal,
          })
          .catch(() => {}),
      )
      await until(async () => (await runningQueries(client)) >= 2)
      gone.abort()
      await Promise.all(asked)
      const began = performance.now()
      await engine.close()
      expect(performance.now() - began).toBeLessThan(5_000)
    }
    expect(log.filter(({ message }) => message.includes('killed'))).toEqual([])
  })
})

async function runningQueries(client: ClickHouseClient): Promise<number> {
  const query = "select query from system.processes where query not like '%system.processes%'"
  return (await (await client.query({ query, format: 'JSONEachRow' })).json()).length
}

describe('an engine at work', () => {
  let directory: string
  let engine: Engine

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'roentgen-engine-'))
    await mkdir(join(directory, 'spool'))
    await writeFile(join(directory, 'spool', 'insert-7'), 'left over')
    engine = await startEngine({ dataDir: relative(process.cwd(), directory), maxStatement: 1_000, maxInsert: 1_000 })
  })
  afterAll(async () => {
    await engine?.close()
    await rm(directory, { recursive: true, force: true })
  })

  interface Asked {
    readonly path?: string
    readonly headers?: Record<string, string>
    readonly body?: string
  }

  function ask(
    engine: Engine,
    { path = '/', headers = {}, body = 'select 1' }: Asked,
  ): Promise<{ status: number; code: string; text: string }> {
    return new Promise((resolve, reject) => {
      const sent = request(engine.url, { path, method: 'POST', headers }, async (answer) => {
        const chunks = await answer.toArray()
        resolve({
          status: answer.statusCode ?? 0,
          code: String(answer.headers['x-clickhouse-exception-code'] ?? ''),
          text: Buffer.concat(chunks).toString(),
        })
      })
      sent.on('error', reject).end(body)
    })
  }

  test('takes a directory that is named from where its parent works', async () => {
    expect(await (await clientOf(engine).query({ query: 'select 1', format: 'TabSeparated' })).text()).toBe('1\n')
    expect(await readdir(directory)).toContain('chdb')
  })

  test("removes what a killed process left of INSERTs' bodies", async () => {
    expect(await readdir(join(directory, 'spool'))).toEqual([])
  })

  test('runs at a lower priority than the server, with every thread', async () => {
    await clientOf(engine).query({ query: 'select count() from numbers(1000000)' })
    const pid = pidOf(engine)
    const threads = process.platform === 'linux' ? await readdir(`/proc/${pid}/task`) : [String(pid)]
    // Tests that have a nice value themselves may stand as low as the engine does.
    const own = Math.min(getPriority(process.pid), 4)
    const below = threads.filter((thread) => getPriority(Number(thread)) > own)
    // As root the engine gives one thread, its watch over memory, the highest priority.
    expect(threads.length - below.length).toBeLessThanOrEqual(1)
    expect(below).toContain(String(pid))
  })

  test('answers a question with as many threads as it may take, little memory as the engine has', async () => {
    const plan = await clientOf(engine).query({
      query: 'explain pipeline select number % 7 as n, count() from numbers_mt(100000000) group by n',
      format: 'TabSeparated',
      clickhouse_settings: { log_comment: 'ask', max_threads: 2 },
    })
    expect(await plan.text()).toContain('AggregatingTransform × 2')
  })

  test('merges parts in the background', async () => {
    const client = clientOf(engine)
    await client.command({ query: 'create table t (a UInt32) engine = MergeTree order by a' })
    for (let a = 0; a < 20; a += 1) await client.insert({ table: 't', values: [{ a }], format: 'JSONEachRow' })
    await until(async () => {
      const query = "select count() as n from system.parts where table = 't' and active and level > 0"
      const [row] = await (await client.query({ query, format: 'JSONEachRow' })).json<{ n: string }>()
      return Number(row?.n) > 0
    })
  })

  /** Asks what never ends, and leaves. */
  async function askAndLeave(client: ClickHouseClient, leave: () => Promise<void>): Promise<void> {
    const gone = new AbortController()
    const asked = client
      .query({
        query: 'select count() from system.numbers',
        clickhouse_settings: { max_rows_to_read: '0' },
        abort_signal: gone.signal,
      })
      .catch(() => {})
    await leave()
    gone.abort()
    await asked
    await until(async () => (await runningQueries(client)) === 0, 2_000)
  }

  test('ends a question whose client went away', async () => {
    const client = clientOf(engine)
    await askAndLeave(client, () => until(async () => (await runningQueries(client)) > 0))
  })

  test('ends a question whose client went away while it began', async () => {
    const client = clientOf(engine)
    for (let round = 0; round < 60; round += 1)
      await askAndLeave(client, () => new Promise((resolve) => setTimeout(resolve, round % 5)))
  })

  test('has an address that is given to those who know the password, and have a loopback name for it', async () => {
    const { username, password } = engine
    const key = { 'X-ClickHouse-User': username, 'X-ClickHouse-Key': password }
    const basic = { Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }
    const good = { status: 200, code: '', text: '1\n' }
    const refused = { status: 403, code: '516', text: expect.stringContaining('AUTHENTICATION_FAILED') }
    expect(engine.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(await ask(engine, { headers: key })).toEqual(good)
    expect(await ask(engine, { headers: basic })).toEqual(good)
    expect(await ask(engine, { path: `/?user=${username}&password=${password}` })).toEqual(good)
    expect(await ask(engine, { headers: { ...key, Host: 'localhost:1' } })).toEqual(good)
    expect(await ask(engine, {})).toEqual(refused)
    expect(await ask(engine, { headers: { ...key, 'X-ClickHouse-Key': 'wrong' } })).toEqual(refused)
    expect(await ask(engine, { headers: { ...key, 'X-ClickHouse-User': 'other' } })).toEqual(refused)
    expect(await ask(engine, { headers: { Authorization: 'Basic ???' } })).toEqual(refused)
    expect(await ask(engine, { headers: { ...key, Host: 'rebound.example' } })).toEqual(refused)
    expect(await ask(engine, { path: '/ping' })).toEqual({ status: 200, code: '', text: 'Ok.\n' })
  })

  test.each(['//', '//[', '/?query=%', '/%ff?user=%00', '/?query_id=%0A', 'http://', '*'])(
    'refuses a stranger at %s, and lives',
    async (path) => {
      const pid = pidOf(engine)
      expect(await ask(engine, { path })).toMatchObject({ status: 403, code: '516' })
      expect(await ask(engine, { path: '/ping' })).toMatchObject({ status: 200 })
      expect(pidOf(engine)).toBe(pid)
    },
  )

  test('takes bodies up to a limit, and known encodings', async () => {
    const key = { 'X-ClickHouse-User': engine.username, 'X-ClickHouse-Key': engine.password }
    const long = 'x'.repeat(2_000)
    await ask(engine, { headers: key, body: 'create table texts (s String) engine = Memory' })
    const insert = `/?query=${encodeURIComponent('insert into texts format TSV')}`
    expect(await ask(engine, { headers: key, body: `select '${long}'` })).toMatchObject({ status: 413, code: '164' })
    expect(await ask(engine, { headers: key, path: insert, body: long })).toMatchObject({ status: 413, code: '164' })
    const encoded = (encoding: string) => ({ ...key, 'Content-Encoding': encoding })
    expect(await ask(engine, { headers: encoded('zip') })).toMatchObject({ code: '89' })
    expect(await ask(engine, { headers: encoded('gzip') })).toMatchObject({ code: '271' })
    expect(await ask(engine, { headers: key, body: 'select count() from texts' })).toMatchObject({ text: '0\n' })
  })
})
