import { join } from 'node:path'
import { startEngine } from '@roentgen/embedded'
import type { Log } from '@roentgen/store'
import type { Settings } from './config.ts'

/** Where the tables live, and how to reach them. */
export interface StoreHome {
  readonly url: string
  readonly username: string | undefined
  readonly password: string | undefined
  /** The engine is this server's own, embedded one. */
  readonly own: boolean
  /** How often the embedded engine died and came back. */
  readonly restarts: () => number
  readonly close: () => Promise<void>
}

/** The embedded engine in a process of its own, or the ClickHouse server that the settings name. */
export async function openStoreHome(settings: Settings, log: Log): Promise<StoreHome> {
  if (settings.clickhouse !== undefined) return clickHouseAt(settings.clickhouse)
  const engine = await startEngine({ dataDir: join(settings.dataDir, 'engine'), log })
  return {
    url: engine.url,
    username: engine.username,
    password: engine.password,
    own: true,
    restarts: () => engine.restarts,
    close: () => engine.close(),
  }
}

// The client takes user and password beside the URL, not within.
function clickHouseAt(text: string): StoreHome {
  const url = new URL(text)
  const { username, password } = url
  url.username = ''
  url.password = ''
  return {
    url: url.href,
    username: username === '' ? undefined : decodeURIComponent(username),
    password: password === '' ? undefined : decodeURIComponent(password),
    own: false,
    restarts: () => 0,
    close: async () => {},
  }
}
