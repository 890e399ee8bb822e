import { join } from 'node:path'
import { type BegunEngine, beginEngine } from '@roentgen/embedded'
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

/** The process of the embedded engine, which touches nothing before it is started; none where the settings name a ClickHouse server. */
export function beginStoreHome(settings: Settings, log: Log): BegunEngine | undefined {
  if (settings.clickhouse !== undefined) return undefined
  return beginEngine({ dataDir: join(settings.dataDir, 'engine'), log })
}

/** The embedded engine in a process of its own, or the ClickHouse server that the settings name. */
export async function openStoreHome(settings: Settings, begun: BegunEngine | undefined): Promise<StoreHome> {
  if (settings.clickhouse !== undefined || begun === undefined)
    return {
      access: clickHouseAt(settings.clickhouse ?? '', settings),
      restarts: () => 0,
      close: async () => {},
    }
  const engine = await begun.start()
  const { url, username, password, spool } = engine
  return {
    access: { url, username, password, database: 'roentgen', cluster: undefined, own: true, spool },
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
