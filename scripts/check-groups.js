// boto3 and the AWS CLI make, list, tag, use and delete groups of `roentgen serve`.
// Exit status 77 says that it was skipped, and stdout why: no Python here, or its packages cannot be installed. (.ci/run)
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { isDeepStrictEqual } from 'node:util'
import { skipped, venvWith } from './python-venv.js'

const root = join(import.meta.dirname, '..')
const scratch = mkdtempSync(join(tmpdir(), 'roentgen-groups-'))
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS|ROENTGEN)_/.test(name))),
  AWS_ACCESS_KEY_ID: 'any',
  AWS_SECRET_ACCESS_KEY: 'any',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: join(scratch, 'no-config'),
  AWS_SHARED_CREDENTIALS_FILE: join(scratch, 'no-credentials'),
}
process.exitCode = 1
try {
  const programs = venvWith(scratch, ['boto3>=1.40', 'awscli>=1.40'])
  if (programs === undefined) process.exitCode = skipped
  else {
    await check(programs)
    process.exitCode = 0
  }
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

/** @param {string} programs */
async function check(programs) {
  const server = spawn(
    process.execPath,
    [
      join(root, 'packages/cli/bin/roentgen.js'),
      ...['serve', '--json', '--port', '0', '--log-level', 'warn', '--data-dir', join(scratch, 'data')],
    ],
    { env: environment, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const exited = once(server, 'exit')
  try {
    const [line] = await Promise.race([
      once(createInterface({ input: server.stdout }), 'line'),
      exited.then(([status]) => Promise.reject(new Error(`the server ended with ${status}`))),
    ])
    const url = `http://127.0.0.1:${JSON.parse(line).port}`
    console.log(run(join(programs, 'python'), [join(root, 'scripts/foreign/groups.py'), url]).trim())
    checkCli(join(programs, 'aws'), url)
  } finally {
    server.kill('SIGTERM')
    await exited
  }
}

/** @param {string} program @param {string} url */
function checkCli(program, url) {
  /** @param {string[]} args */
  const aws = (...args) => {
    const text = run(program, ['xray', ...args, '--endpoint-url', url, '--output', 'json'])
    return text.trim() === '' ? {} : JSON.parse(text)
  }
  const { Group } = aws(
    ...['create-group', '--group-name', 'cli', '--filter-expression', 'fault', '--tags', 'Key=team,Value=a'],
  )
  const arn = Group.GroupARN
  equal('get-group', aws('get-group', '--group-name', 'cli').Group, Group)
  /** @type {{ GroupName: string }[]} */
  const groups = aws('get-groups').Groups
  equal(
    'get-groups',
    groups.map(({ GroupName }) => GroupName),
    ['Default', 'cli'],
  )
  aws('tag-resource', '--resource-arn', arn, '--tags', 'Key=env,Value=b')
  aws('untag-resource', '--resource-arn', arn, '--tag-keys', 'team')
  equal('list-tags-for-resource', aws('list-tags-for-resource', '--resource-arn', arn).Tags, [
    { Key: 'env', Value: 'b' },
  ])
  const now = Date.now() / 1000
  const document = {
    ...{ trace_id: `1-${Math.floor(now).toString(16)}-${'c'.repeat(24)}`, id: 'c'.repeat(16), name: 'by the CLI' },
    ...{ start_time: now - 0.1, end_time: now, fault: true },
  }
  aws('put-trace-segments', '--trace-segment-documents', JSON.stringify(document))
  const window = ['--start-time', String(Math.floor(now) - 600), '--end-time', String(Math.floor(now) + 60)]
  const deadline = performance.now() + 20_000
  for (;;) {
    /** @type {{ Name: string }[]} */
    const services = aws('get-service-graph', ...window, '--group-name', 'cli').Services
    if (services.some(({ Name }) => Name === 'by the CLI')) break
    if (performance.now() > deadline) throw new Error('get-service-graph --group-name does not have the trace')
  }
  const changed = aws('update-group', '--group-arn', arn, '--filter-expression', 'ok')
  equal('update-group', changed.Group.FilterExpression, 'ok')
  equal('an old version', aws('get-service-graph', ...window, '--group-arn', arn).ContainsOldGroupVersions, true)
  aws('delete-group', '--group-name', 'cli')
  equal('the groups left', aws('get-groups').Groups.length, 1)
  console.log('AWS CLI: groups are made, listed, tagged, used, changed and deleted')
}

/** @param {string} program @param {string[]} args */
function run(program, args) {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    env: environment,
    encoding: 'utf8',
    timeout: 60_000,
  })
  if (error === undefined && status === 0) return stdout
  throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? `status ${status}`}\n${stderr}`)
}

/** @param {string} what @param {unknown} seen @param {unknown} wanted */
function equal(what, seen, wanted) {
  if (isDeepStrictEqual(seen, wanted)) return
  throw new Error(`${what}: ${JSON.stringify(seen)}, wanted: ${JSON.stringify(wanted)}`)
}
