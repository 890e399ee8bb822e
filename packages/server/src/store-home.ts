import { join } from 'node:path'
import { startEngine } from '@roentgen/embedded'
import type { Log } from '@roentgen/store'
import type { Settings } from './config.ts'
import type { StoreAccess } from './threads/messages.ts'

/** Where the tables live, and how to reach them. */
export interface StoreHome {
  readonly access: StoreAccess
  /** How often the embedded engine died and came back. */
  readonly restarts: () => number
  readonly close: () => Promise<void>
}

/** The embedded engine in a process of its own, or the ClickHouse server that the settings name. */
export async function openStoreHome(settings: Settings, log: Log): Promise<StoreHome> {
  if (settings.clickhouse !== undefined)
    return {
      access: clickHouseAt(settings.clickhouse, settings),
      restarts: () => 0,
      close: async () => {},
    }
  const engine = await startEngine({ dataDir: join(settings.dataDir, 'engine'), log })
  const { url, username, password } = engine
  return {
    access: { url, username, password, database: 'roentgen', cluster: undefined, own: true },
    restarts: () => engine.restarts,
    close: () => engine.close(),
  }
}

// The client takes user and password beside the URL, not within.
function clickHouseAt(text: string, settings: Settings): StoreAccess {
  const url = new URL(text)
  const { username, password } = url
  url.username = ''
  url.password = ''
  return {
    url: url.href,
    username: settings.clickhouseUser ?? (username === '' ? undefined : decodeURIComponent(username)),
    password: settings.clickhousePassword ?? (password === '' ? undefined : decodeURIComponent(password)),
    database: settings.clickhouseDatabase,
    cluster: settings.clickhouseCluster,
    own: false,
  }
}
