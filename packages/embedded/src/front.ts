import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import type { Answer, Desk, Question } from './desk.ts'
import type { ResolvedOptions } from './engine-options.ts'
import { refusals, StatementError, statusOf } from './errors.ts'
import { bodyOf, type Credentials, checkAccess, laneOf, multipartFields, queryIdOf, readAll, urlOf } from './request.ts'
import { settingsOf } from './settings.ts'

/** ClickHouse's http_max_uri_size: long lists of ids travel in the URL. */
const MAX_HEADER = 1024 * 1024
const pack = promisify(gzip)

/** ClickHouse's HTTP interface over the engine's sessions. */
export function createFront(
  desk: Desk,
  credentials: Credentials,
  limits: Pick<ResolvedOptions, 'maxStatement' | 'maxInsert'>,
): Server {
  const server = createServer({ maxHeaderSize: MAX_HEADER, keepAliveTimeout: 30_000, requestTimeout: 0 })
  server.on('request', (message, response) => {
    respond(message, response)
      .catch((fault: unknown) => refuse(message, response, fault))
      // Nothing that a request says may end the process of all the others.
      .catch(() => response.destroy())
  })

  async function respond(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now()
    const url = urlOf(message)
    if (url.pathname === '/ping' || url.pathname === '/replicas_status') {
      response.setHeader('Content-Type', 'text/plain; charset=UTF-8')
      response.end('Ok.\n')
      return
    }
    checkAccess(message, url, credentials)
    const gone = new AbortController()
    response.on('close', () => {
      if (!response.writableFinished) gone.abort()
    })
    const answer = await desk.answer(await questionOf(message, url, gone.signal))
    response.setHeader('X-ClickHouse-Query-Id', queryIdOf(url))
    response.setHeader('X-ClickHouse-Summary', summaryOf(answer, performance.now() - started))
    response.setHeader('X-ClickHouse-Format', answer.format)
    response.setHeader('X-ClickHouse-Timezone', 'UTC')
    response.setHeader('Content-Type', contentType(answer.format))
    const packed = wantsGzip(message, url) ? await pack(answer.bytes, { level: constants.Z_BEST_SPEED }) : undefined
    if (packed !== undefined) response.setHeader('Content-Encoding', 'gzip')
    response.end(packed ?? answer.bytes)
  }

  async function questionOf(message: IncomingMessage, url: URL, signal: AbortSignal): Promise<Question> {
    const common = {
      lane: laneOf(url),
      database: url.searchParams.get('database') ?? message.headers['x-clickhouse-database']?.toString() ?? 'default',
      settings: settingsOf(url.searchParams),
      format:
        url.searchParams.get('default_format') ?? message.headers['x-clickhouse-format']?.toString() ?? 'TabSeparated',
      signal,
    }
    const inUrl = url.searchParams.get('query') ?? ''
    const parameters = parametersOf(url.searchParams)
    const type = message.headers['content-type'] ?? ''
    if (inUrl !== '' && !type.startsWith('multipart/')) {
      return { ...common, text: inUrl, parameters, data: () => bodyOf(message, limits.maxInsert) }
    }
    const body = await readAll(bodyOf(message, limits.maxStatement))
    const fields = multipartFields(type, body)
    if (fields !== undefined) {
      const text = fields.get('query') ?? inUrl
      return {
        ...common,
        text,
        parameters: new Map([...parameters, ...parametersOf(fields)]),
        data: () => Readable.from([]),
      }
    }
    return { ...common, text: body.toString(), parameters, data: (at) => Readable.from([body.subarray(at)]) }
  }

  return server
}

function refuse(message: IncomingMessage, response: ServerResponse, fault: unknown): void {
  const known = fault instanceof StatementError ? fault : unforeseen(fault)
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  response.statusCode = statusOf(known.code)
  response.setHeader('X-ClickHouse-Exception-Code', String(known.code))
  response.setHeader('X-ClickHouse-Query-Id', queryIdOf(urlOf(message)))
  response.setHeader('Content-Type', 'text/plain; charset=UTF-8')
  // A refused body may still be on its way; what is left of it must not be taken for the next request.
  if (!message.complete) response.setHeader('Connection', 'close')
  response.end(`${known.message}\n`)
  message.resume()
}

function unforeseen(fault: unknown): StatementError {
  const text = fault instanceof Error ? fault.message : String(fault)
  if (fault instanceof Error && 'code' in fault && fault.code === 'ENOSPC') return refusals.noSpace(text)
  return new StatementError(1001, `Code: 1001. DB::Exception: ${text} (STD_EXCEPTION)`)
}

function parametersOf(fields: Iterable<[string, string]>): ReadonlyMap<string, string> {
  return new Map(
    Array.from(fields)
      .filter(([name]) => name.startsWith('param_'))
      .map(([name, value]) => [name.slice('param_'.length), value]),
  )
}

/** Without read_rows and written_rows: the library does not tell them, and a guess would be believed. */
function summaryOf(answer: Answer, milliseconds: number): string {
  return JSON.stringify({
    written_bytes: String(answer.writtenBytes),
    result_rows: String(answer.rows),
    result_bytes: String(answer.bytes.length),
    elapsed_ns: String(Math.round(milliseconds * 1e6)),
  })
}

function contentType(format: string): string {
  if (/^JSON.*EachRow/.test(format)) return 'application/x-ndjson; charset=UTF-8'
  if (format.startsWith('JSON')) return 'application/json; charset=UTF-8'
  if (format.startsWith('TabSeparated') || format.startsWith('TSV')) return 'text/tab-separated-values; charset=UTF-8'
  if (format.startsWith('CSV')) return 'text/csv; charset=UTF-8'
  return 'application/octet-stream'
}

function wantsGzip(message: IncomingMessage, url: URL): boolean {
  const asked = ['1', 'true'].includes(url.searchParams.get('enable_http_compression') ?? '')
  return asked && /\bgzip\b/.test(message.headers['accept-encoding'] ?? '')
}
