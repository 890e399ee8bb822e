import { access, constants, mkdir } from 'node:fs/promises'
import type { BegunEngine } from '@roentgen/embedded'
import type { Lock, Log as PartLog } from '@roentgen/store'
import type { ServerConfig, Settings } from './config.ts'
import { settingsOf } from './config.ts'
import { Endings } from './endings.ts'
import { StartError, startErrors } from './errors.ts'
import type { ConsoleFiles } from './http/console-files.ts'
import type { Log } from './log.ts'
import { openLog } from './log.ts'
import { measured } from './metrics/measured-store.ts'
import { storeSizes } from './metrics/store-sizes.ts'
import { readMapsAhead } from './read-ahead.ts'
import { DatagramRing } from './receive/datagram-ring.ts'
import { beginStoreHome, openStoreHome } from './store-home.ts'
import { startThreads } from './threads/start-threads.ts'

/** A server that listens. */
export interface RunningServer extends AsyncDisposable {
  /** One number for UDP and TCP. */
  readonly port: number
  readonly host: string
  /** Stops receiving, puts what was received on disk, loads what it can within 10 s, and ends the engine. */
  close(): Promise<void>
}

/** How long closing waits for the loader, ms. */
const loadPatience = 10_000

/**
 * Starts everything and resolves when all listeners are up: the lock, the engine, its tables, what the last run left,
 * the listeners.
 *
 * @throws StartError, StoreError or EngineError; each message says what happened and what to do.
 */
export async function startServer(config: ServerConfig): Promise<RunningServer> {
  const settings = settingsOf(config, process.env)
  const log = openLog(settings.logLevel)
  const endings = new Endings()
  const end = (): Promise<void> =>
    endings.run((what, error) => log.error({ err: error }, `Could not close the ${what} well`))
  try {
    const port = await start(settings, log, endings, config.onFatal ?? (() => process.exit(1)))
    log.info({ host: settings.host, port }, 'Ready')
    const close = async (): Promise<void> => {
      await end()
      log.info('Closed')
    }
    return { port, host: settings.host, close, [Symbol.asyncDispose]: close }
  } catch (error) {
    await end()
    throw error
  }
}

async function start(settings: Settings, log: Log, endings: Endings, onFatal: (error: Error) => void): Promise<number> {
  const partLog: PartLog = (level, message, fields = {}) => log[level](fields, message)
  await makeDataDir(settings.dataDir)
  // Where there is no memory for it nothing has begun that would have to end.
  const ring = DatagramRing.allocate(settings.datagramRingBytes)
  // Before all else that takes time: its library loads while all of our code does, which touches no directory.
  const begun = beginStoreHome(settings, partLog)
  const lock = await lockOf(settings, begun)
  endings.add('lock', () => lock.release())
  const { openStore } = await import('@roentgen/store')
  // At the same time: the threads load their code while the engine starts and makes its tables.
  const home = openStoreHome(settings, begun)
  const opened = home.then(async ({ access }) => openStore({ ...access, log: partLog }))
  const access = opened.then(async () => (await home).access)
  const threads = startThreads(settings, access, ring, log, onFatal)
  // Loaded only now, a third of all code: the engine is waited for longest.
  const listening = import('./listen.ts')
  const pages = readPages(settings)
  await Promise.allSettled([home, opened, threads.ingest, threads.udp, listening, pages])
  // What has started ends, also where something beside it has not.
  endings.addStarted('engine', home, (engine) => engine.close())
  endings.addStarted('store', opened, (store) => store.close())
  endings.addStarted('ingest thread', threads.ingest, async (ingest) => {
    await ingest.call('close', { milliseconds: loadPatience })
    await ingest.close()
  })
  endings.addStarted('udp thread', threads.udp, (udp) => udp.close())
  const { store, times } = measured(await opened)
  const sizes = storeSizes(store)
  endings.add('sizes of the tables', async () => sizes.close())
  const { listen } = await listening
  const port = await listen(settings, log, endings, {
    store,
    times,
    sizes,
    home: await home,
    ring,
    ingest: await threads.ingest,
    udp: await threads.udp,
    listed: threads.listed,
    pages: await pages,
  })
  const ahead = readMapsAhead(store, log)
  endings.add('reading ahead', () => ahead.close())
  return port
}

/** Without it nothing may be opened. */
async function lockOf({ dataDir }: Settings, begun: BegunEngine | undefined): Promise<Lock> {
  try {
    const { lockDirectory } = await import('@roentgen/store')
    return await lockDirectory(dataDir)
  } catch (error) {
    await begun?.close()
    throw error
  }
}

async function readPages({ consoleDir }: Settings): Promise<ConsoleFiles | undefined> {
  if (consoleDir === undefined) return undefined
  const { readConsole } = await import('./http/console-files.ts')
  return readConsole(consoleDir)
}

async function makeDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true })
    await access(dataDir, constants.W_OK)
  } catch (error) {
    const problem = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new StartError(startErrors.noDataDir(dataDir, problem))
  }
}
