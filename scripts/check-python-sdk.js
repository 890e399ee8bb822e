// A real Flask app with the X-Ray SDK for Python sends to `roentgen serve`: its traces and its map, read back exactly.
// Exit status 77 says that it was skipped, and stdout why: no Python here, or its packages cannot be installed. (.ci/run)
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { isDeepStrictEqual } from 'node:util'
import { skipped, venvWith } from './python-venv.js'

/**
 * What is read of X-Ray's answers.
 * @typedef {{ OkCount: number, ErrorStatistics: { OtherCount: number, ThrottleCount: number }, FaultStatistics: { TotalCount: number } }} Statistics
 * @typedef {{ ReferenceId: number, SummaryStatistics: Statistics }} Edge
 * @typedef {{ ReferenceId: number, Name: string, Type: string, Edges: Edge[], SummaryStatistics?: Statistics }} Service
 * @typedef {{ Services: { EntityPath: { Exceptions: object[] }[] }[] }} RootCause
 * @typedef {{ Http: { HttpURL: string, HttpStatus: number }, Users: { UserName: string }[], HasFault: boolean,
 *   HasError: boolean, HasThrottle: boolean, FaultRootCauses: RootCause[] }} TraceSummary
 * @typedef {{ TraceSummaries: TraceSummary[], Services: Service[], rejected: object[] }} Answer
 * @typedef {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, import('node:stream').Readable>} Child
 */

const packages = ['aws-xray-sdk==2.15.0', 'flask==3.1.3', 'boto3>=1.40']
const root = join(import.meta.dirname, '..')
const scratch = mkdtempSync(join(tmpdir(), 'roentgen-python-'))
/** @type {Child[]} */
const children = []
/** What each wrote to stderr. @type {WeakMap<Child, string[]>} */
const logs = new WeakMap()
process.exitCode = 1
try {
  const programs = venvWith(scratch, packages)
  if (programs === undefined) process.exitCode = skipped
  else {
    await check(join(programs, 'python'))
    process.exitCode = 0
  }
} finally {
  await Promise.all(children.map(ended))
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

/** @param {string} python */
async function check(python) {
  const table = createServer(answerAsTable).listen(0, '127.0.0.1')
  await once(table, 'listening')
  const tableAddress = table.address()
  if (tableAddress === null || typeof tableAddress === 'string') throw new Error('the table has no port')
  const roentgen = startProcess(process.execPath, [
    join(root, 'packages/cli/bin/roentgen.js'),
    ...['serve', '--json', '--port', '0', '--log-level', 'warn', '--data-dir', join(scratch, 'data')],
  ])
  const { port } = JSON.parse(await firstLine(roentgen))
  const flask = startProcess(python, [join(root, 'scripts/foreign/flask-shop.py')], {
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${port}`,
    DYNAMODB_URL: `http://127.0.0.1:${tableAddress.port}`,
    AWS_ACCESS_KEY_ID: 'any',
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
  })
  const app = await firstLine(flask)
  /** @param {string} path @param {number} status */
  const drive = async (path, status) => {
    const answer = await fetch(`http://127.0.0.1:${app}${path}`)
    await answer.text()
    equal(`the status of ${path}`, answer.status, status)
  }
  await drive('/books/b1', 200)
  await drive('/books/b2', 200)
  await drive('/books/hot', 429)
  await drive('/boom', 500)
  await drive('/nothing', 404)

  /** @param {string} path @param {object} [body] @returns {Promise<Answer>} */
  const ask = async (path, body) => {
    const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, sent)
    const text = await answer.text()
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${text}`)
    return JSON.parse(text)
  }
  const now = Date.now() / 1000
  const window = { StartTime: now - 600, EndTime: now + 600 }
  const traces = await until('all traces are listed', async () => {
    await ask('/api/flush', {})
    const { TraceSummaries: found } = await ask('/TraceSummaries', window)
    return found.length >= 5 ? found : undefined
  })
  const seen = traces.map((trace) => [
    ...[
      new URL(trace.Http.HttpURL).pathname,
      trace.Http.HttpStatus,
      trace.Users.map(({ UserName }) => UserName).join(),
    ],
    ...[trace.HasFault && 'fault', trace.HasError && 'error', trace.HasThrottle && 'throttle'].filter(Boolean),
  ])
  equal('the traces', seen.map((trace) => trace.join(' ')).sort(), [
    '/books/b1 200 mary',
    '/books/b2 200 mary',
    '/books/hot 429 mary error throttle',
    '/boom 500  fault',
    '/nothing 404  error',
  ])
  const boom = traces.find(({ HasFault }) => HasFault)
  equal('the root cause', boom?.FaultRootCauses[0]?.Services[0]?.EntityPath[0]?.Exceptions, [
    { Name: 'ValueError', Message: 'bad wolf' },
  ])
  equal('the map', mapOf((await ask('/ServiceGraph', window)).Services), [
    ':memory: (Database::SQL): 3 ok, 0 error, 0 throttle, 0 fault',
    'Books (AWS::DynamoDB::Table): 2 ok, 0 error, 1 throttle, 0 fault',
    'Bücherei () → :memory: (Database::SQL): 3 ok, 0 error, 0 throttle, 0 fault',
    'Bücherei () → Books (AWS::DynamoDB::Table): 2 ok, 0 error, 1 throttle, 0 fault',
    'Bücherei (): 2 ok, 1 error, 1 throttle, 1 fault',
    'Bücherei (client) → Bücherei (): 2 ok, 1 error, 1 throttle, 1 fault',
  ])
  const { rejected } = await ask('/api/rejected')
  equal('the rejected documents', rejected, [])
  table.close()
  console.log('Flask with aws-xray-sdk for Python: 5 traces, 3 services and 3 edges are as driven')
}

/** Nodes with statistics and all edges, a line each, sorted. @param {Service[]} services */
function mapOf(services) {
  /** @param {Service} service */
  const nameOf = ({ Name, Type }) => `${Name} (${Type})`
  const byId = new Map(services.map((service) => [service.ReferenceId, nameOf(service)]))
  /** @param {Statistics} statistics */
  const countsOf = ({ OkCount, ErrorStatistics, FaultStatistics }) =>
    `${OkCount} ok, ${ErrorStatistics.OtherCount} error, ${ErrorStatistics.ThrottleCount} throttle, ${FaultStatistics.TotalCount} fault`
  return services
    .flatMap((service) => [
      ...(service.SummaryStatistics ? [`${nameOf(service)}: ${countsOf(service.SummaryStatistics)}`] : []),
      ...service.Edges.map(
        (edge) => `${nameOf(service)} → ${byId.get(edge.ReferenceId)}: ${countsOf(edge.SummaryStatistics)}`,
      ),
    ])
    .sort()
}

/**
 * DynamoDB as far as one GetItem needs it: the book called hot is throttled.
 * @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response
 */
function answerAsTable(request, response) {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    const hot = body.includes('"hot"')
    const throttled = { __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException' }
    response.writeHead(hot ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'R' })
    response.end(JSON.stringify(hot ? throttled : {}))
  })
}

/** @param {string} program @param {string[]} args @param {Record<string, string>} environment @returns {Child} */
function startProcess(program, args, environment = {}) {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|ROENTGEN)_/.test(name))
  const child = spawn(program, args, {
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  /** @type {string[]} */
  const log = []
  logs.set(child, log)
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line))
  return child
}

/** @param {Child} child @returns {Promise<string>} */
async function firstLine(child) {
  const failed = once(child, 'exit').then(([status]) => {
    throw new Error(`${child.spawnargs.join(' ')} ended with ${status}:\n${logs.get(child)?.join('\n')}`)
  })
  failed.catch(() => {})
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), failed])
  return line
}

/** @param {Child} child */
async function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await exit
}

/** @template T @param {string} what @param {() => Promise<T | undefined>} condition @returns {Promise<T>} */
async function until(what, condition) {
  const deadline = performance.now() + 20_000
  for (;;) {
    const value = await condition()
    if (value !== undefined) return value
    if (performance.now() > deadline) throw new Error(`not within 20 s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** @param {string} what @param {unknown} seen @param {unknown} wanted */
function equal(what, seen, wanted) {
  if (isDeepStrictEqual(seen, wanted)) return
  throw new Error(`${what}: ${JSON.stringify(seen, undefined, 1)}\nwanted: ${JSON.stringify(wanted, undefined, 1)}`)
}
