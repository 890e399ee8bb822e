import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Flags, resolveConfiguration } from './resolve.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roentgen-config-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function fileWith(text: string): Promise<string> {
  const path = join(folder, 'settings.yaml')
  await writeFile(path, text)
  return path
}

const resolved = async (flags: Flags, environment: NodeJS.ProcessEnv, text = '') =>
  resolveConfiguration(flags, await fileWith(text), environment)

const day = 86_400e6

describe('a setting', () => {
  test('is what the flag says, else the environment, else the file, else its default, each on its own', async () => {
    const { values, given } = await resolved(
      { port: '1' },
      { ROENTGEN_PORT: '2', ROENTGEN_RETENTION: '2d' },
      'port: 3\nretention: 3d\nmin-free: 2GiB\n',
    )
    expect(values).toEqual({ port: 1, retention: 2 * day, minFree: 2 * 1024 ** 3 })
    expect(given).toMatchObject({
      port: { origin: '--port' },
      retention: { origin: 'ROENTGEN_RETENTION' },
      minFree: { origin: `${join(folder, 'settings.yaml')}:3` },
    })
  })

  test('of yes or no can be taken back by whoever goes before', async () => {
    expect((await resolved({}, { ROENTGEN_NO_AUTH: 'no' }, 'no-auth: true')).values).toEqual({ noAuth: false })
    expect((await resolved({ noAuth: true }, { ROENTGEN_NO_AUTH: 'no' })).values).toEqual({ noAuth: true })
  })

  test('with several values takes them from each place in the form that is usual there', async () => {
    const both = { allowedHosts: ['a.example', 'b.example'] }
    expect((await resolved({ allowedHosts: ['a.example', 'b.example'] }, {})).values).toEqual(both)
    expect((await resolved({}, { ROENTGEN_ALLOWED_HOST: 'a.example, b.example' })).values).toEqual(both)
    expect((await resolved({}, {}, 'allowed-host: [a.example, b.example]')).values).toEqual(both)
  })

  test('that is empty in the environment is not set', async () => {
    expect((await resolved({}, { ROENTGEN_PORT: '' }, 'port: 3')).values).toEqual({ port: 3 })
  })

  test('max-disk can be none where the file names a limit', async () => {
    expect((await resolved({ maxDisk: 'none' }, {}, 'max-disk: 10GB')).values).toEqual({ maxDisk: 'none' })
  })

  test.each<[Flags, NodeJS.ProcessEnv, string, string]>([
    [
      { retention: '30 days' },
      {},
      '',
      '--retention is "30 days"; it must be a length of time from 1d to 36500d, such as',
    ],
    [{ retention: '1h' }, {}, '', '--retention is "1h"'],
    [
      {},
      { ROENTGEN_MAX_DISK: '10XB' },
      '',
      'ROENTGEN_MAX_DISK is "10XB"; it must be none, or a size from 1MiB, such as',
    ],
    [{}, {}, '\nmin-free: lots', 'settings.yaml:2: min-free is "lots"; it must be a size up to 1024TiB, such as 10GB'],
    [{}, {}, 'port: 2000.5', 'settings.yaml:1: port is "2000.5"; it must be a whole number from 0 to 65535.'],
    [{}, {}, 'port: [1, 2]', 'port is "1,2"'],
    [{}, {}, 'no-auth: perhaps', 'no-auth is "perhaps"; it must be true or false.'],
    [{ host: 'example.com' }, {}, '', '--host is "example.com"; it must be an IP address'],
    [
      { clickhouse: 'nowhere' },
      {},
      '',
      '--clickhouse is "nowhere"; it must be an address such as http://127.0.0.1:8123.',
    ],
    [{ clickhouse: 'tcp://a:9000' }, {}, '', '--clickhouse is "tcp://a:9000"'],
    [{ defaultSamplingRate: '5' }, {}, '', '--default-sampling-rate is "5"; it must be a number from 0 to 1.'],
    [{}, {}, 'otlp-http-port: on', 'otlp-http-port is "on"; it must be '],
    [{ allowedHosts: [','] }, {}, '', 'it must be one name or several'],
  ])('%j %j %j is refused with its place and what it must be', async (flags, environment, text, message) => {
    await expect(resolved(flags, environment, text)).rejects.toThrow(message)
  })
})

describe('the file', () => {
  test('is the one that --config names, else ROENTGEN_CONFIG, and these must exist', async () => {
    const path = await fileWith('port: 3')
    expect((await resolveConfiguration({}, undefined, { ROENTGEN_CONFIG: path })).values).toEqual({ port: 3 })
    await expect(resolveConfiguration({}, join(folder, 'none.yaml'), { ROENTGEN_CONFIG: path })).rejects.toThrow(
      `${join(folder, 'none.yaml')} cannot be read: ENOENT`,
    )
  })

  test('names folders from where it stands, and from the home of the user', async () => {
    expect((await resolved({}, {}, 'data-dir: traces')).values).toEqual({ dataDir: join(folder, 'traces') })
    expect((await resolved({}, {}, 'data-dir: ~/traces')).values).toEqual({ dataDir: join(homedir(), 'traces') })
  })
})

describe('the environment', () => {
  test('of a pod beside a Kubernetes service named roentgen sets no port', async () => {
    const pod = {
      ROENTGEN_PORT: 'tcp://10.96.0.7:2000',
      ROENTGEN_SERVICE_HOST: '10.96.0.7',
      ROENTGEN_PORT_2000_UDP: 'x',
    }
    expect(await resolved({}, pod)).toMatchObject({ values: {}, suspects: [] })
  })

  test('has misspelt variables, which are named', async () => {
    const { suspects } = await resolved({}, { ROENTGEN_RETENTON: '7d', ROENTGEN_URL: 'http://127.0.0.1:2000' })
    expect(suspects).toEqual([{ variable: 'ROENTGEN_RETENTON', meant: 'ROENTGEN_RETENTION' }])
  })
})
