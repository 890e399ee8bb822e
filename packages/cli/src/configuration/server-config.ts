import type { ServerConfig } from '@roentgen/server'
import { defaultDataDir, type Values } from './settings.ts'

/** What was set, as the server takes it; what was not set is left to its defaults. */
export function serverConfigOf(values: Values): ServerConfig {
  const { otlpGrpcPort: _grpc, otlpHttpPort: _http, maxDisk, ...others } = values
  return { dataDir: defaultDataDir, ...others, ...(maxDisk === undefined || maxDisk === 'none' ? {} : { maxDisk }) }
}
