import { consoleDirectory } from '@roentgen/console'
import { collectAtRest, type RunningServer, type ServerConfig, startServer } from '@roentgen/server'
import type { RunningShop } from '@roentgen/shop'
import { type Command, Option } from 'commander'
import type { CommandIo } from '../command-io.ts'
import { addSettings } from '../configuration/options.ts'
import type { Configuration } from '../configuration/resolve.ts'
import { serverConfigOf } from '../configuration/server-config.ts'
import { defaultDataDir } from '../configuration/settings.ts'
import { errors } from '../errors.ts'
import { connectTo, type ServerClient } from '../server-client.ts'
import { parseRange } from './duration-range.ts'
import { numberFrom } from './number-from.ts'
import { isAnswering } from './open-shop.ts'

export interface OpeningOptions {
  readonly shopPort?: number
  readonly url?: string
  readonly replicas: number
  readonly users: number
  readonly rate: number
  readonly seed: number
  readonly respawn: string
  readonly burst: number
  readonly uninstrumented?: true
  readonly python?: true
  readonly json?: true
}

export function openingOptions(command: Command): Command {
  return addSettings(command, ['port', 'dataDir', 'logLevel'])
    .addOption(
      new Option(
        '--shop-port <number>',
        "the shop's port (default: 8080, or a free one where that is taken)",
      ).argParser(numberFrom(0, 65_535)),
    )
    .option('--url <url>', 'send traces to a Roentgen that is running, instead of starting one')
    .addOption(new Option('--replicas <number>', 'of each service').default(1).argParser(numberFrom(1, 5)))
    .addOption(
      new Option('--users <number>', 'customers who walk about; 0 for none').default(6).argParser(numberFrom(0, 200)),
    )
    .addOption(
      new Option('--rate <factor>', 'how many times as fast as in the lab they are (a task every 5 to 20 s)')
        .default(1)
        .argParser(numberFrom(0.01, 100, false)),
    )
    .addOption(
      new Option('--seed <number>', 'of what customers do and chaos kills')
        .default(1)
        .argParser(numberFrom(0, 1_000_000)),
    )
    .option('--respawn <range>', 'how long a service that died stays away', '10s-15s')
    .addOption(
      new Option('--burst <seconds>', 'of unused DynamoDB capacity that are kept (AWS: 300)')
        .default(0)
        .argParser(numberFrom(0, 3600)),
    )
    .option('--uninstrumented', 'services without the X-Ray SDK: nothing is on the map yet')
    .option('--python', 'catalogservice, cartservice, orderservice and recommenderservice in Python')
    .option('--json', 'one JSON object a line on stdout: {"ready":true,"port":N,"shop":"http://…"} once all is up')
}

/** Opens the shop and keeps it open until the process is told to end. */
export async function openShop(
  options: OpeningOptions,
  { values, suspects }: Configuration,
  io: CommandIo,
): Promise<void> {
  for (const { variable, meant } of suspects) io.remark(`${variable} is no setting. Is ${meant} meant?`)
  // Its services send from this machine; for others there is `roentgen serve`, and `--url` of that.
  const config: ServerConfig = {
    logLevel: options.json ? 'info' : 'warn',
    ...serverConfigOf(values),
    host: '127.0.0.1',
    noAuth: false,
  }
  const { dataDir } = config
  // Nobody who only serves pays for loading the shop.
  const { preparePython, readStateFile, startShop } = await import('@roentgen/shop')
  const running = await readStateFile(dataDir)
  if (running && (await isAnswering(running))) throw errors.shopIsOpen(running.shop, running.pid)
  const respawn = parseRange(options.respawn)
  const named = options.url === undefined ? undefined : roentgenAt(options.url)
  const stopped = signalled(io)
  const closing: (() => Promise<unknown>)[] = []
  try {
    const begun = Date.now()
    const say = (line: string) => io.remark(`${((Date.now() - begun) / 1000).toFixed(1).padStart(5)} s  ${line}`)
    const python = options.python && (await orStopped(preparePython(dataDir, say), stopped))
    const { address, url } = await orStopped(roentgen(named, config, say, closing), stopped)
    const shop = await orStopped(
      startShop({
        ...options,
        dataDir,
        daemonAddress: address,
        tracesUrl: url,
        port: options.shopPort ?? (config.port === 0 ? 0 : undefined),
        respawn,
        instrumented: options.uninstrumented !== true,
        burstSeconds: options.burst,
        python,
        say,
      }).then((started) => {
        closing.push(() => started.close())
        return started
      }),
      stopped,
    )
    const port = Number(new URL(url).port || 80)
    if (options.json) io.print(JSON.stringify({ ready: true, port, shop: shop.url }))
    else io.print(bannerOf(shop, url, options, config))
    await stopped
  } catch (error) {
    if (!(error instanceof Stopped)) throw await afterClosing(error, closing)
  }
  await afterClosing(undefined, closing)
  // A page that someone still loads must not keep the process: everything that matters is closed.
  process.exit(0)
}

/** The Roentgen that runs already. Its port is the daemon's, too: UDP and plain TCP, which a proxy with TLS does not have. */
function roentgenAt(address: string): ServerClient {
  const client = connectTo(address, {})
  if (client.url.protocol !== 'http:')
    throw errors.badOption('--url', address, 'an http: address, to whose port the X-Ray SDKs can send over UDP and TCP')
  return client
}

/** A Roentgen of this process, or the one that was named. */
async function roentgen(
  named: ServerClient | undefined,
  config: ServerConfig,
  say: (line: string) => void,
  closing: (() => Promise<unknown>)[],
): Promise<{ readonly address: string; readonly url: string }> {
  if (named) {
    await named.post('/GetSamplingRules', {})
    const { url } = named
    return { address: `${url.hostname}:${url.port || 80}`, url: url.origin }
  }
  say('Starting Roentgen')
  const server: RunningServer = await startServer({ consoleDir: consoleDirectory, ...config })
  collectAtRest()
  closing.push(() => server.close())
  return { address: `127.0.0.1:${server.port}`, url: `http://127.0.0.1:${server.port}` }
}

function bannerOf(shop: RunningShop, url: string, options: OpeningOptions, config: ServerConfig): string {
  const there = new URL(url).port === '2000' && options.url === undefined ? '' : ` --url ${url}`
  const dataDir = config.dataDir === defaultDataDir ? '' : ` --data-dir ${config.dataDir}`
  return `
The AnyCompany Shop is open.

  The shop           ${shop.url}
  Its control page   ${shop.url}/control
  Roentgen           ${url}
  The service map    npx roentgen map${there}
  Its processes      npx roentgen shop status${dataDir}
  Something to see   npx roentgen shop chaos start${dataDir}

${whatHappens(options, dataDir)} Ctrl-C closes it all.`
}

function whatHappens({ users, uninstrumented }: OpeningOptions, dataDir: string): string {
  const walk = users === 0 ? 'No customers (--users 0): walk about yourself.' : `${users} customers walk about.`
  if (uninstrumented)
    return `${walk} Nothing is traced yet: \`npx roentgen shop instrument all${dataDir}\` changes that.`
  return users === 0 ? walk : `${walk} The map is complete within a minute.`
}

class Stopped extends Error {}

/** What is started, unless the person who asked for it has changed their mind. */
function orStopped<T>(started: Promise<T>, stopped: Promise<void>): Promise<T> {
  return Promise.race([started, stopped.then(() => Promise.reject(new Stopped()))])
}

async function afterClosing<E>(error: E, closing: (() => Promise<unknown>)[]): Promise<E> {
  for (const close of closing.splice(0).reverse()) await close()
  return error
}

/** Resolves at the first SIGTERM, SIGINT or SIGHUP; the second one ends the process at once. */
function signalled(io: CommandIo): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const stop = () => {
      if (asked) process.exit(130)
      asked = true
      io.remark('Closing the shop. Once more ends at once.')
      resolve()
    }
    process.on('SIGTERM', stop).on('SIGINT', stop).on('SIGHUP', stop)
  })
}
