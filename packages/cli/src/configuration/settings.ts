import { homedir } from 'node:os'
import { join } from 'node:path'
import { logLevels, roles, settingLimits } from '@roentgen/server'
import {
  address,
  anyText,
  choice,
  databaseName,
  duration,
  fraction,
  httpUrl,
  names,
  orWord,
  type Reader,
  size,
  wholeNumber,
  yesOrNo,
} from './reader.ts'

/** One thing that can be set: by `--its-name`, by ROENTGEN_ITS_NAME, by `its-name:` in a file. */
export interface Setting<Value = unknown> {
  readonly name: string
  /** What stands behind the flag in --help; a flag without one takes no value and means true. */
  readonly placeholder?: string
  readonly what: string
  /** As a person reads it. */
  readonly byDefault: string
  readonly reader: Reader<Value>
  /** Relative values in a file start at the file's folder. */
  readonly isPath?: true
  /** Never shown. */
  readonly isSecret?: true
}

export const defaultDataDir = join(homedir(), '.roentgen')

/** Every setting of `roentgen serve`, in the order of --help. docs/reference/configuration.md repeats this table. */
export const settings = {
  host: {
    name: 'host',
    placeholder: 'address',
    what: 'address to listen on',
    byDefault: '127.0.0.1',
    reader: address,
  },
  port: {
    name: 'port',
    placeholder: 'number',
    what: 'UDP and TCP port; 0 takes a free one',
    byDefault: '2000',
    reader: wholeNumber(settingLimits.port),
  },
  otlpGrpcPort: {
    name: 'otlp-grpc-port',
    placeholder: 'number',
    what: 'port of OTLP over gRPC, or off; not received yet: nothing listens there',
    byDefault: 'off',
    reader: orWord('off', wholeNumber(settingLimits.port)),
  },
  otlpHttpPort: {
    name: 'otlp-http-port',
    placeholder: 'number',
    what: 'port of OTLP over HTTP, or off; not received yet: nothing listens there',
    byDefault: 'off',
    reader: orWord('off', wholeNumber(settingLimits.port)),
  },
  dataDir: {
    name: 'data-dir',
    placeholder: 'folder',
    what: 'where everything is kept',
    byDefault: '~/.roentgen',
    reader: anyText,
    isPath: true,
  },
  retention: {
    name: 'retention',
    placeholder: 'duration',
    what: 'how long traces and the map are kept',
    byDefault: '30d',
    reader: duration(settingLimits.retention, 'from 1d to 36500d'),
  },
  maxDisk: {
    name: 'max-disk',
    placeholder: 'size',
    what: 'what the data directory may take, or none',
    byDefault: 'none',
    reader: orWord('none', size(settingLimits.maxDisk, 'from 1MiB')),
  },
  minFree: {
    name: 'min-free',
    placeholder: 'size',
    what: 'what stays free on the disk',
    byDefault: '1GiB',
    reader: size(settingLimits.minFree, 'up to 1024TiB'),
  },
  clickhouse: {
    name: 'clickhouse',
    placeholder: 'url',
    what: 'a ClickHouse server, instead of the embedded engine',
    byDefault: 'the embedded engine',
    reader: httpUrl,
  },
  clickhouseUser: {
    name: 'clickhouse-user',
    placeholder: 'name',
    what: 'its user, if not in the URL',
    byDefault: 'that of the URL',
    reader: anyText,
  },
  clickhousePassword: {
    name: 'clickhouse-password',
    placeholder: 'password',
    what: 'its password, if not in the URL; a flag can be seen by other users of the machine',
    byDefault: 'that of the URL',
    reader: anyText,
    isSecret: true,
  },
  clickhouseDatabase: {
    name: 'clickhouse-database',
    placeholder: 'name',
    what: 'the database there, made where it does not exist',
    byDefault: 'roentgen',
    reader: databaseName,
  },
  clickhouseCluster: {
    name: 'clickhouse-cluster',
    placeholder: 'name',
    what: 'its cluster, whose nodes all get the tables (untested: deploy/clickhouse.md)',
    byDefault: 'no cluster',
    reader: databaseName,
  },
  role: {
    name: 'role',
    placeholder: 'role',
    what: 'control, or worker beside a control server on the same ClickHouse',
    byDefault: 'control',
    reader: choice(roles),
  },
  control: {
    name: 'control',
    placeholder: 'url',
    what: 'where the control server answers, for a worker',
    byDefault: 'no one',
    reader: httpUrl,
  },
  defaultSamplingRate: {
    name: 'default-sampling-rate',
    placeholder: 'fraction',
    what: 'rate of the Default sampling rule',
    byDefault: '1, with --clickhouse 0.05',
    reader: fraction(settingLimits.defaultSamplingRate),
  },
  filterLength: {
    name: 'filter-length',
    placeholder: 'number',
    what: 'characters that a filter expression may have',
    byDefault: '4096',
    reader: wholeNumber(settingLimits.filterLength),
  },
  maxGroups: {
    name: 'max-groups',
    placeholder: 'number',
    what: 'groups that there may be besides Default',
    byDefault: '25',
    reader: wholeNumber(settingLimits.maxGroups),
  },
  allowedHosts: {
    name: 'allowed-host',
    placeholder: 'name...',
    what: 'names besides loopback that requests may be addressed to',
    byDefault: 'none',
    reader: names,
  },
  noAuth: {
    name: 'no-auth',
    what: 'let anyone in who reaches the port; needed to listen beyond this machine',
    byDefault: 'false',
    reader: yesOrNo,
  },
  logLevel: {
    name: 'log-level',
    placeholder: 'level',
    what: `of the log on stderr: ${logLevels.join(', ')}`,
    byDefault: 'warn, with --json info',
    reader: choice(logLevels),
  },
} as const satisfies Readonly<Record<string, Setting>>

export type SettingId = keyof typeof settings

/** The values that were given; what was not given is absent. */
export type Values = {
  readonly [Id in SettingId]?: Exclude<ReturnType<(typeof settings)[Id]['reader']['read']>, undefined>
}

/** In the order of the table. */
export const settingIds = Object.keys(settings) as readonly SettingId[]

export function flagOf({ name }: Setting): string {
  return `--${name}`
}

export function variableOf({ name }: Setting): string {
  return `ROENTGEN_${name.toUpperCase().replaceAll('-', '_')}`
}
