import { refusals } from './errors.ts'
import { quoteString } from './quote.ts'

/** Settings of one query, by name; values as ClickHouse's clients send them in the URL. */
export type QuerySettings = Readonly<Record<string, string>>

/** Parameters of the HTTP interface that are not settings. */
const NOT_SETTINGS = new Set([
  'query',
  'query_id',
  'database',
  'default_format',
  'user',
  'password',
  'quota_key',
  'role',
  'session_id',
  'session_timeout',
  'session_check',
  'close_session',
  'stacktrace',
  'compress',
  'decompress',
  'buffer_size',
  'client_protocol_version',
])

/** Settings of a server that have no meaning in a library, and the one that names the lane. */
const WITHOUT_EFFECT = new Set([
  'log_comment',
  'enable_http_compression',
  'http_zlib_compression_level',
  'wait_end_of_query',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
  'http_write_exception_in_output_format',
  'cancel_http_readonly_queries_on_client_close',
  'async_insert',
  'wait_for_async_insert',
  'wait_for_async_insert_timeout',
  'async_insert_max_data_size',
  'async_insert_busy_timeout_ms',
  'async_insert_deduplicate',
])

export function settingsOf(parameters: URLSearchParams): QuerySettings {
  const settings: Record<string, string> = {}
  for (const [name, value] of parameters) {
    if (name.startsWith('param_') || NOT_SETTINGS.has(name) || WITHOUT_EFFECT.has(name)) continue
    if (!/^[A-Za-z_]\w*$/.test(name)) throw refusals.unknownSetting(name)
    settings[name] = value
  }
  return settings
}

/** The SET statement that leads from the settings in force to those wanted; empty where nothing changes. */
export function settingsChange(inForce: QuerySettings, wanted: QuerySettings): string {
  const changes = [
    ...Object.entries(wanted)
      .filter(([name, value]) => inForce[name] !== value)
      .map(([name, value]) => `${name} = ${quoteString(value)}`),
    ...Object.keys(inForce)
      .filter((name) => wanted[name] === undefined)
      .map((name) => `${name} = DEFAULT`),
  ]
  return changes.length === 0 ? '' : `SET ${changes.join(', ')};`
}
