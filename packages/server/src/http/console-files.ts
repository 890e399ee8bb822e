import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { apiError } from '../errors.ts'
import { type Route, sendJson } from './app.ts'

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** The console's pages: each is `index.html`, which looks at the address itself. */
export const consolePages = [
  '/home',
  '/map',
  '/traces',
  '/traces/:id',
  '/traces/:id/raw',
  '/analytics',
  '/compare',
  '/compare/*',
  '/groups',
  '/start',
  '/health',
  '/settings',
] as const

interface File {
  readonly type: string
  readonly plain: Buffer
  /** As the build packed it; else packed when a browser first asks for it, which no start has to wait for. */
  readonly packed: () => Promise<Buffer>
}

/** The built console, by the paths of its files. */
export interface ConsoleFiles {
  readonly directory: string
  readonly files: ReadonlyMap<string, File>
}

/** Reads all of a folder: what is not there now has no address, so no path of a request is ever looked up on the disk. */
export async function readConsole(directory: string): Promise<ConsoleFiles> {
  return { directory, files: await readFiles(directory) }
}

/**
 * The routes that serve the built console.
 *
 * @param about what `/` says to programs, which do not ask for HTML
 */
export function consoleRoutes({ directory, files }: ConsoleFiles, about: () => object): readonly Route[] {
  const index = files.get('/index.html')
  if (index === undefined) {
    const problem = `The console is not built: ${directory} has no index.html. npm run build makes it.`
    return [{ method: 'GET', path: '/', answer: (_request, reply) => sendJson(reply, { ...about(), problem }) }]
  }
  const page = index.plain.toString()
  const sendPage = (_request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const nonce = randomBytes(16).toString('base64')
    return secured(reply, nonce)
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(page.replace('{{nonce}}', nonce))
  }
  const assets = [...files].filter(([path]) => path !== '/index.html')
  return [
    {
      method: 'GET',
      path: '/',
      answer: (request, reply) => (asksForHtml(request) ? sendPage(request, reply) : sendJson(reply, about())),
    },
    ...consolePages.map((path): Route => ({ method: 'GET', path, answer: sendPage })),
    ...assets.map(
      ([path, file]): Route => ({
        method: 'GET',
        path,
        answer: (request, reply) => sendFile(request, reply, path, file),
      }),
    ),
    {
      method: 'GET',
      path: '/*',
      answer: (request, reply) => {
        const path = request.url.split('?', 1)[0] ?? ''
        // Who mistyped an address reads the console's words for it; a program those of the API.
        if (asksForHtml(request) && !path.startsWith('/api/')) return sendPage(request, reply.status(404))
        throw apiError('unknownOperation', request.method, path)
      },
    },
  ]
}

async function sendFile(request: FastifyRequest, reply: FastifyReply, path: string, file: File): Promise<FastifyReply> {
  const packed = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '') ? await file.packed() : file.plain
  const isPacked = packed.length < file.plain.length
  if (isPacked) void reply.header('content-encoding', 'gzip')
  return (
    secured(reply)
      .header('content-type', file.type)
      .header('vary', 'accept-encoding')
      // Names of assets hold a hash of what is in them.
      .header('cache-control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
      .send(isPacked ? packed : file.plain)
  )
}

/** CodeMirror makes one style element, for which the nonce is. */
function secured(reply: FastifyReply, nonce?: string): FastifyReply {
  const style = nonce === undefined ? "'self'" : `'self' 'nonce-${nonce}'`
  return reply
    .header(
      'content-security-policy',
      `default-src 'none'; script-src 'self'; worker-src 'self'; style-src ${style}; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    )
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cross-origin-opener-policy', 'same-origin')
}

function asksForHtml(request: FastifyRequest): boolean {
  return /\btext\/html\b/.test(request.headers.accept ?? '')
}

async function readFiles(directory: string): Promise<ReadonlyMap<string, File>> {
  const names = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = new Map<string, File>()
  for (const entry of names) {
    const type = contentTypes[extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const file = join(entry.parentPath, entry.name)
    const plain = await readFile(file)
    const path = file
      .slice(directory.replace(/[\\/]$/, '').length)
      .split(sep)
      .join('/')
    const packed = await readFile(`${file}.gz`).catch(() => undefined)
    files.set(path, { type, plain, packed: once(async () => packed ?? promisify(gzip)(plain)) })
  }
  return files
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
