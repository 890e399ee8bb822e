const http = ['http_method', 'http_url', 'http_user_agent', 'http_client_ip', 'http_status'] as const

/** The columns of a summary row in the order in which summary-encode.ts writes and summary-decode.ts reads them. */
export const summaryColumns = [
  'trace_id',
  'revision',
  'start',
  'end',
  'duration',
  'response_time',
  ...['ok', 'error', 'throttle', 'fault', 'partial', 'inferred', 'limit_exceeded'],
  'root',
  'has_http',
  ...http,
  ...['name', 'type', 'account', 'flags', 'start', 'duration', ...http].map((column) => `segment.${column}`),
  ...['user', 'instance_id', 'availability_zone', 'resource_arn'].map((column) => `segment.${column}`),
  ...['from', 'to', 'flags', 'start', 'duration', ...http].map((column) => `edge.${column}`),
  ...['segment', 'key', 'kind', 'text', 'number'].map((column) => `annotation.${column}`),
  ...['flags', 'services'].map((column) => `cause.${column}`),
  ...['flags', 'index', 'name', 'type', 'account', 'entities'].map((column) => `cause_service.${column}`),
  ...['flags', 'index', 'name', 'coverage', 'exceptions'].map((column) => `cause_entity.${column}`),
  ...['flags', 'index', 'name', 'message'].map((column) => `cause_exception.${column}`),
] as const

/** The columns of an INSERT: a summary under its key. */
export const insertedColumns = ['key_time', 'gone', ...summaryColumns] as const
