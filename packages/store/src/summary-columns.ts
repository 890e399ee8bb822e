import type { WireColumn } from './wire-column.ts'

const http: readonly WireColumn[] = [
  ['http_method', 'Nullable(String)'],
  ['http_url', 'Nullable(String)'],
  ['http_user_agent', 'Nullable(String)'],
  ['http_client_ip', 'Nullable(String)'],
  ['http_status', 'Nullable(Int32)'],
]

const summary: readonly WireColumn[] = [
  ['trace_id', 'UUID'],
  ['revision', 'UInt32'],
  ['start', 'Int64'],
  ['end', 'Int64'],
  ['duration', 'Int64'],
  ['response_time', 'Nullable(Int64)'],
  ...eachOf('UInt8', ['ok', 'error', 'throttle', 'fault', 'partial', 'inferred', 'limit_exceeded']),
  ['root', 'Int32'],
  ['has_http', 'UInt8'],
  ...http,
  ...listOf('segment', [
    ...eachOf('String', ['name', 'type', 'account']),
    ['flags', 'UInt8'],
    ['start', 'Int64'],
    ['duration', 'Nullable(Int64)'],
    ...http,
    ...eachOf('Nullable(String)', ['user', 'instance_id', 'availability_zone', 'resource_arn']),
  ]),
  ...listOf('edge', [
    ['from', 'Int32'],
    ['to', 'Int32'],
    ['flags', 'UInt8'],
    ['start', 'Int64'],
    ['duration', 'Nullable(Int64)'],
    ...http,
  ]),
  ...listOf('annotation', [
    ['segment', 'UInt32'],
    ['key', 'String'],
    ['kind', 'Int8'],
    ['text', 'String'],
    ['number', 'Float64'],
  ]),
  ...listOf('cause', [
    ['flags', 'UInt8'],
    ['services', 'UInt32'],
  ]),
  ...listOf('cause_service', [
    ['flags', 'UInt8'],
    ['index', 'UInt32'],
    ...eachOf('String', ['name', 'type', 'account']),
    ['entities', 'UInt32'],
  ]),
  ...listOf('cause_entity', [
    ['flags', 'UInt8'],
    ['index', 'UInt32'],
    ['name', 'String'],
    ['coverage', 'Nullable(Float64)'],
    ['exceptions', 'UInt32'],
  ]),
  ...listOf('cause_exception', [['flags', 'UInt8'], ['index', 'UInt32'], ...eachOf('String', ['name', 'message'])]),
]

/** The columns of a summary row in the order in which summary-encode.ts writes and summary-decode.ts reads them. */
export const summaryColumns: readonly string[] = summary.map(([name]) => name)

/** The columns of an INSERT: a summary under its key, the numbers that maps are counted by, the group versions that hold. */
export const insertedColumns: readonly WireColumn[] = [
  ['key_time', 'Int64'],
  ['gone', 'UInt8'],
  ...summary,
  ['segment.entity', 'Array(UInt64)'],
  ...listOf('edge', eachOf('UInt64', ['caller', 'callee'])),
  ['groups', 'Array(UInt32)'],
]

/** Those of its listing. */
export const listingColumns: readonly WireColumn[] = [
  ['key_time', 'Int64'],
  ['trace_id', 'UUID'],
  ['revision', 'UInt32'],
  ['gone', 'UInt8'],
  ['listed', 'String'],
]

function eachOf(type: string, names: readonly string[]): WireColumn[] {
  return names.map((name) => [name, type])
}

function listOf(list: string, columns: readonly WireColumn[]): WireColumn[] {
  return columns.map(([name, type]) => [`${list}.${name}`, `Array(${type})`])
}
