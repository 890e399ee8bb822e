import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { filterLimits } from '@roentgen/filter'
import type { Bytes, Micros } from '@roentgen/trace'
import { StartError, startErrors } from './errors.ts'

/** In {@link Micros}. */
const day = 86_400e6

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export const roles = ['control', 'worker'] as const
export type Role = (typeof roles)[number]
export type LogLevel = (typeof logLevels)[number]

/** Bounds, both included, of the settings that are numbers. Spans in {@link Micros}. */
export const settingLimits = {
  port: [0, 65_535],
  defaultSamplingRate: [0, 1],
  retention: [day, 36_500 * day],
  maxDisk: [1024 ** 2, 2 ** 53],
  minFree: [0, 2 ** 50],
  filterLength: [1, 1024 ** 2],
  maxGroups: [0, 1_000],
} as const satisfies Readonly<Record<string, readonly [number, number]>>

/** What a caller says about the server it wants. Only the directory has no default. */
export interface ServerConfig {
  /** Where write-ahead files, the embedded engine's tables and the lock live. One server a directory. */
  readonly dataDir: string
  /** Address of UDP and TCP; default 127.0.0.1. */
  readonly host?: string
  /** One number for UDP and TCP; default 2000, 0 takes a free one. */
  readonly port?: number
  /** URL of a ClickHouse server; the embedded engine without it. User and password may stand in the URL. */
  readonly clickhouse?: string
  /** Instead of those in the URL. */
  readonly clickhouseUser?: string
  readonly clickhousePassword?: string
  /** The database on that server; default roentgen. Made where it does not exist. */
  readonly clickhouseDatabase?: string
  /** Name of its cluster, whose nodes all get the tables; without it the one server has them. */
  readonly clickhouseCluster?: string
  /**
   * Of several servers on one ClickHouse, one is `control` and does what needs one hand: rows of the map, retention,
   * sampling quotas. Default control: alone.
   */
  readonly role?: Role
  /** Where the control server answers; a worker forwards there what needs one hand. */
  readonly control?: string
  readonly logLevel?: LogLevel
  /** FixedRate of the Default sampling rule, 0 to 1; default 1 with the embedded engine, else X-Ray's 0.05. */
  readonly defaultSamplingRate?: number
  /** Accept anyone who can reach the port. Needed beyond loopback. */
  readonly noAuth?: boolean
  /** Host names, without port, that requests may name besides loopback and `host`. */
  readonly allowedHosts?: readonly string[]
  /** Region of ARNs; default AWS_REGION or us-east-1. */
  readonly region?: string
  /** Bytes of the ring between the UDP thread and ingest; default 16 MiB. */
  readonly datagramRingBytes?: number
  /** Bytes that write-ahead files may take; default 1 GiB. */
  readonly writeAheadRoom?: number
  /** How long summaries and the map are kept; default 30 days, at least one. Documents go one day later. */
  readonly retention?: Micros
  /** Drops no day, whatever the retention: for a look at the data. Restore still leaves out what is older. */
  readonly keepAll?: boolean
  /** Bytes that the data directory may take, the oldest day being dropped before; default: as many as the disk has. */
  readonly maxDisk?: Bytes
  /** Bytes that stay free on the disk: below, nothing more is accepted. Default 1 GiB; 0 turns it off. */
  readonly minFree?: Bytes
  /** Characters that a filter expression may have; default 4,096. */
  readonly filterLength?: number
  /** Groups besides Default; default 25, as X-Ray's. */
  readonly maxGroups?: number
  /** The folder of the built console, served at `/`; without it `/` answers with what listens where. */
  readonly consoleDir?: string
  /** A thread died and the server cannot go on; default: the process ends with status 1. The log has said why. */
  readonly onFatal?: (error: Error) => void
}

/** The same with every choice made and checked. */
export interface Settings {
  readonly dataDir: string
  readonly host: string
  readonly port: number
  readonly clickhouse: string | undefined
  readonly clickhouseUser: string | undefined
  readonly clickhousePassword: string | undefined
  readonly clickhouseDatabase: string
  readonly clickhouseCluster: string | undefined
  readonly role: Role
  readonly control: string | undefined
  readonly logLevel: LogLevel
  readonly defaultSamplingRate: number
  readonly noAuth: boolean
  readonly allowedHosts: readonly string[]
  readonly region: string
  readonly datagramRingBytes: number
  readonly writeAheadRoom: number
  readonly retention: Micros
  readonly keepAll: boolean
  readonly maxDisk: Bytes | undefined
  readonly minFree: Bytes
  readonly filterLength: number
  readonly maxGroups: number
  readonly consoleDir: string | undefined
}

/** @throws StartError that names the setting, its value and what it must be. */
export function settingsOf(config: ServerConfig, environment: Readonly<Record<string, string | undefined>>): Settings {
  // A name may resolve to ::1 for TCP and to 127.0.0.1 for UDP: the two sockets must stand on one address.
  const host = config.host === undefined || config.host === 'localhost' ? '127.0.0.1' : config.host
  const settings: Settings = {
    // Threads and the engine's process need not share our working directory.
    dataDir: config.dataDir === '' ? '' : resolve(config.dataDir),
    host,
    port: config.port ?? 2000,
    clickhouse: config.clickhouse,
    clickhouseUser: config.clickhouseUser,
    clickhousePassword: config.clickhousePassword,
    clickhouseDatabase: config.clickhouseDatabase ?? 'roentgen',
    clickhouseCluster: config.clickhouseCluster,
    role: config.role ?? 'control',
    control: config.control,
    logLevel: config.logLevel ?? 'info',
    defaultSamplingRate: config.defaultSamplingRate ?? (config.clickhouse === undefined ? 1 : 0.05),
    noAuth: config.noAuth ?? false,
    allowedHosts: (config.allowedHosts ?? []).map((name) => name.toLowerCase()),
    region: config.region ?? (environment.AWS_REGION || 'us-east-1'),
    datagramRingBytes: config.datagramRingBytes ?? 16 * 1024 * 1024,
    writeAheadRoom: config.writeAheadRoom ?? 1024 ** 3,
    retention: config.retention ?? ((30 * day) as Micros),
    keepAll: config.keepAll ?? false,
    maxDisk: config.maxDisk,
    minFree: config.minFree ?? ((1024 ** 3) as Bytes),
    filterLength: config.filterLength ?? filterLimits.length,
    maxGroups: config.maxGroups ?? 25,
    consoleDir: config.consoleDir,
  }
  check('dataDir', settings.dataDir, settings.dataDir !== '', 'a path')
  check('host', host, isIP(host) !== 0, 'an IP address, for instance 127.0.0.1 or 0.0.0.0')
  check('port', settings.port, isWhole(settings.port, ...settingLimits.port), 'a whole number from 0 to 65535')
  check('logLevel', settings.logLevel, logLevels.includes(settings.logLevel), `one of ${logLevels.join(', ')}`)
  const rate = settings.defaultSamplingRate
  check('defaultSamplingRate', rate, rate >= 0 && rate <= 1, 'a number from 0 to 1')
  const ring = settings.datagramRingBytes
  check('datagramRingBytes', ring, isWhole(ring, 256 * 1024, 1024 ** 3), 'from 256 KiB to 1 GiB')
  const room = settings.writeAheadRoom
  check('writeAheadRoom', room, isWhole(room, 1024 * 1024, 2 ** 50), 'at least 1 MiB')
  const { retention, maxDisk, minFree } = settings
  check(
    'retention',
    retention,
    isWhole(retention, ...settingLimits.retention),
    'from one day to 100 years, in microseconds',
  )
  check(
    'maxDisk',
    maxDisk,
    maxDisk === undefined || isWhole(maxDisk, ...settingLimits.maxDisk),
    'at least 1 MiB, in bytes',
  )
  check('minFree', minFree, isWhole(minFree, ...settingLimits.minFree), 'from 0 to 1 PiB, in bytes')
  check(
    'filterLength',
    settings.filterLength,
    isWhole(settings.filterLength, ...settingLimits.filterLength),
    'from 1 to 1,048,576',
  )
  check('maxGroups', settings.maxGroups, isWhole(settings.maxGroups, ...settingLimits.maxGroups), 'from 0 to 1000')
  const url = settings.clickhouse
  check('clickhouse', url, url === undefined || URL.canParse(url), 'a URL, for instance http://127.0.0.1:8123')
  const { role, control } = settings
  check('role', role, roles.includes(role), `one of ${roles.join(', ')}`)
  check('control', control, control === undefined || URL.canParse(control), 'a URL, for instance http://10.0.0.1:2000')
  if (role === 'worker' && url === undefined) throw new StartError(startErrors.workerAlone())
  if (!isLoopback(host) && !settings.noAuth) throw new StartError(startErrors.needsNoAuth(host))
  return settings
}

function check(name: string, value: unknown, holds: boolean, wanted: string): void {
  if (!holds) throw new StartError(startErrors.badSetting(name, value, wanted))
}

function isWhole(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high
}

/** Whether only this machine can send to the address. */
export function isLoopback(address: string): boolean {
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'))
}
