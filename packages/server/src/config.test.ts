import { join } from 'node:path'
import type { Bytes, Micros } from '@roentgen/trace'
import { describe, expect, test } from 'vitest'
import type { ServerConfig } from './config.ts'
import { settingsOf } from './config.ts'

describe('settings', () => {
  test('have a default for everything but the directory', () => {
    expect(settingsOf({ dataDir: '/d' }, {})).toEqual({
      dataDir: '/d',
      host: '127.0.0.1',
      port: 2000,
      clickhouse: undefined,
      clickhouseUser: undefined,
      clickhousePassword: undefined,
      clickhouseDatabase: 'roentgen',
      clickhouseCluster: undefined,
      role: 'control',
      control: undefined,
      logLevel: 'info',
      defaultSamplingRate: 1,
      noAuth: false,
      allowedHosts: [],
      region: 'us-east-1',
      datagramRingBytes: 16 * 1024 * 1024,
      writeAheadRoom: 1024 ** 3,
      retention: 30 * 86_400e6,
      keepAll: false,
      maxDisk: undefined,
      minFree: 1024 ** 3,
      filterLength: 4_096,
      maxGroups: 25,
    })
  })

  test('name the directory from the root, and a region that is empty is none', () => {
    expect(settingsOf({ dataDir: 'data' }, { AWS_REGION: '' })).toMatchObject({
      dataDir: join(process.cwd(), 'data'),
      region: 'us-east-1',
    })
  })

  test("take X-Ray's own rate where there is a cluster, and the region of the environment", () => {
    const settings = settingsOf({ dataDir: '/d', clickhouse: 'http://127.0.0.1:8123' }, { AWS_REGION: 'eu-west-1' })
    expect(settings).toMatchObject({ defaultSamplingRate: 0.05, region: 'eu-west-1' })
  })

  test.each<{ config: Partial<ServerConfig>; message: string }>([
    { config: { dataDir: '' }, message: 'dataDir is ""; it must be a path.' },
    { config: { host: 'example.com' }, message: 'host is "example.com"; it must be an IP address' },
    { config: { port: 70_000 }, message: 'port is 70000; it must be a whole number from 0 to 65535.' },
    { config: { port: 1.5 }, message: 'port is 1.5' },
    { config: { defaultSamplingRate: 5 }, message: 'defaultSamplingRate is 5; it must be a number from 0 to 1.' },
    { config: { role: 'worker' }, message: 'A worker writes into a ClickHouse that it shares with a control server.' },
    { config: { clickhouse: 'nowhere' }, message: 'clickhouse is "nowhere"; it must be a URL' },
    { config: { retention: 60e6 as Micros }, message: 'retention is 60000000; it must be from one day' },
    { config: { maxDisk: 1 as Bytes }, message: 'maxDisk is 1; it must be at least 1 MiB' },
    { config: { minFree: -1 as Bytes }, message: 'minFree is -1; it must be from 0' },
    { config: { maxGroups: -1 }, message: 'maxGroups is -1; it must be from 0 to 1000' },
    { config: { filterLength: 0 }, message: 'filterLength is 0; it must be from 1' },
    { config: { host: '0.0.0.0' }, message: 'Binding 0.0.0.0 lets other machines read and write traces' },
    { config: { host: '::' }, message: '--no-auth' },
  ])('are refused with a sentence: $message', ({ config, message }) => {
    expect(() => settingsOf({ dataDir: '/d', ...config }, {})).toThrow(message)
  })

  test.each<Partial<ServerConfig>>([
    { host: '::1' },
    { host: '127.3.2.1' },
    { host: 'localhost' },
    { host: '0.0.0.0', noAuth: true },
  ])('take %o', (config) => {
    expect(settingsOf({ dataDir: '/d', ...config }, {}).port).toBe(2000)
  })
})
