import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fastify from 'fastify'
import { ApiError, apiError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { HttpCounts } from '../metrics/http-counts.ts'
import { forwardedHeader } from '../xray/forwarded.ts'
import type { OperationName, Operations } from '../xray/operations.ts'
import { operationPaths } from '../xray/operations.ts'
import { publicError } from './answer-error.ts'
import { bodyLimit, decodeBody, questionLimit } from './body.ts'
import { refusal } from './guard.ts'
import { JsonBytes } from './json-bytes.ts'
import { JsonPieces } from './json-pieces.ts'
import { refusalWarnings } from './refusal-warnings.ts'

/** A page or call of our own, beside X-Ray's operations. */
export interface Route {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Bytes of the body, as sent and unpacked; those of a question without it. */
  readonly bodyLimit?: number
  readonly answer: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown> | unknown
}

export interface AppParts {
  readonly operations: Operations
  readonly routes: readonly Route[]
  /** Lower-case host names besides loopback's. */
  readonly allowedHosts: ReadonlySet<string>
  /** Before the body of PutTraceSegments is read, whose bytes are told where its sender does; answers how long it took, ms. */
  readonly beforeSegments: (bytes: number) => Promise<number>
  readonly log: Log
  readonly counts: HttpCounts
}

/** Everything that answers over HTTP: the guard, X-Ray's operations by their paths, our own routes, errors on the wire. */
export function buildApp(parts: AppParts): FastifyInstance {
  const { allowedHosts, counts, beforeSegments } = parts
  const warnOfRefusal = refusalWarnings(parts.log)
  const app = fastify({
    bodyLimit: questionLimit,
    // Our own lines (below) say what matters; a line a request would be most of the log.
    logger: false,
    genReqId: () => randomUUID(),
    exposeHeadRoutes: true,
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: false },
    // No route has a schema: without compilers of its own fastify loads two packages for them, a tenth of a start.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    // A path that cannot be decoded reaches no hook and no handler: the guard and the wire form are owed here as well.
    frameworkErrors: (error, request, reply) => {
      void reply.header('x-amzn-RequestId', request.id)
      const seen = refusalOf(request, allowedHosts) ?? publicError(error, request.id)
      counts.count('(unknown)', seen.status, 0)
      void sendError(reply, seen)
    },
  })

  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-amzn-RequestId', request.id)
    const refused = refusalOf(request, allowedHosts)
    if (refused !== undefined) {
      warnOfRefusal(request, refused)
      throw refused
    }
    // Neither required nor trusted: the Go SDK sends none, and a body is JSON whatever its sender calls it.
    request.raw.headers['content-type'] = 'application/octet-stream'
  })
  app.addHook('onResponse', async (request, reply) => {
    const path = request.routeOptions.url ?? '(unknown)'
    counts.count(path, reply.statusCode, reply.elapsedTime / 1000)
  })

  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  for (const [name, path] of Object.entries(operationPaths) as [OperationName, string][]) {
    const operation = parts.operations[name]
    const takesSegments = name === 'PutTraceSegments'
    const limit = takesSegments ? bodyLimit : questionLimit
    const waited = new WeakMap<FastifyRequest, number>()
    const beforeBody = async (request: FastifyRequest) => {
      if (takesSegments) waited.set(request, await beforeSegments(bytesOf(request)))
    }
    app.post(path, { bodyLimit: limit, onRequest: beforeBody }, async (request, reply) => {
      if (operation === undefined) throw apiError('notSupportedYet', name)
      const isForwarded = request.headers[forwardedHeader] !== undefined
      return sendJson(
        reply,
        await operation(await bodyOf(request, limit), { isForwarded, waited: waited.get(request) ?? 0 }),
      )
    })
  }
  for (const { method, path, bodyLimit: limit = questionLimit, answer } of parts.routes)
    app.route({ method, url: path, bodyLimit: limit, handler: (request, reply) => answer(request, reply) })

  app.setNotFoundHandler((request) => {
    throw apiError('unknownOperation', request.method, request.url.split('?', 1)[0] ?? '')
  })
  app.setErrorHandler((error, request, reply) => {
    const seen =
      isBodyTooLarge(error) && !(error instanceof ApiError)
        ? apiError('bodyTooLarge', request.routeOptions.bodyLimit ?? questionLimit)
        : publicError(error, request.id)
    if (seen.status >= 500)
      parts.log.error({ err: error, requestId: request.id, path: request.url }, 'A request failed')
    return sendError(reply, seen)
  })
  return app
}

function noSchemas(): never {
  throw new Error('No route has a schema')
}

function refusalOf({ headers }: FastifyRequest, allowedHosts: ReadonlySet<string>): ApiError | undefined {
  const { host, origin } = headers
  const site = headers['sec-fetch-site']
  return refusal({ host, origin, fetchSite: Array.isArray(site) ? site[0] : site }, allowedHosts)
}

/** Of the body as sent; of one whose sender does not say, those of a usual one. */
function bytesOf({ headers }: FastifyRequest): number {
  const told = Number(headers['content-length'])
  return Number.isSafeInteger(told) ? Math.min(told, bodyLimit) : 64 * 1024
}

/** The body of a request, unpacked; empty where there was none. */
export async function bodyOf(request: FastifyRequest, limit = questionLimit): Promise<Buffer> {
  const { body } = request
  if (!Buffer.isBuffer(body)) return Buffer.alloc(0)
  return decodeBody(body, request.headers['content-encoding'], limit)
}

export function sendJson(reply: FastifyReply, value: object, status = 200): FastifyReply {
  return reply
    .code(status)
    .header('content-type', 'application/json')
    .send(
      value instanceof JsonPieces || value instanceof JsonBytes ? value.bytes() : Buffer.from(JSON.stringify(value)),
    )
}

/** Seconds: what waits for room is loaded by then, where the engine does. */
const retryAfter = '2'

// Header and both spellings in the body: between them every client finds the code (api.md section 1).
function sendError(reply: FastifyReply, error: ApiError): FastifyReply {
  void reply.header('x-amzn-ErrorType', error.code)
  if (error.status === 429 || error.status === 503) void reply.header('retry-after', retryAfter)
  return sendJson(reply, { __type: error.code, Message: error.message }, error.status)
}

function isBodyTooLarge(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'
}
