import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { errors, ShopError } from '../errors.ts'
import { packageRoot } from '../package-root.ts'
import type { RunningShop } from '../running-shop.ts'
import { serviceNamed, services } from '../service-table.ts'
import type { Handler } from '../supervise/balancer.ts'
import { readCommand } from './command.ts'
import { refusalOf } from './refusal.ts'

const root = '/control'
const assets: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '': ['control.html', 'text/html; charset=utf-8'],
  '/control.js': ['control.js', 'text/javascript; charset=utf-8'],
  '/control.css': ['control.css', 'text/css; charset=utf-8'],
}
const longestBody = 16 * 1024

/** In the place of the control page while the shop starts: nothing that it commands is there yet. */
export const notYetOpen: Handler = (incoming, outgoing) => {
  if (!isOwn(pathOf(incoming))) return false
  const { status, code, message } = errors.notYetOpen()
  sendJson(outgoing, status, { code, message })
  return true
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?')[0] ?? ''
}

function isOwn(path: string): boolean {
  return path === root || path.startsWith(`${root}/`)
}

/** Answers everything below /control of the shop's address: the page, and what its buttons and the commands ask for. */
export function controlPage(shop: RunningShop): Handler {
  return (incoming, outgoing) => {
    const path = pathOf(incoming)
    if (!isOwn(path)) return false
    answer(incoming, outgoing, path.slice(root.length)).catch((error: unknown) => {
      const known = error instanceof ShopError ? error : errors.broken(error)
      sendJson(outgoing, known.status, { code: known.code, message: known.message })
    })
    return true
  }

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse, path: string): Promise<void> {
    const refusal = refusalOf(incoming, shop.url)
    if (refusal !== undefined) throw errors.forbidden(refusal)
    const asset = Object.hasOwn(assets, path) ? assets[path] : undefined
    if (asset && incoming.method === 'GET') {
      outgoing.writeHead(200, {
        'content-type': asset[1],
        'content-security-policy': "default-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'",
      })
      outgoing.end(readFileSync(join(packageRoot, 'assets', asset[0])))
      return
    }
    if (incoming.method === 'GET') return sendJson(outgoing, 200, await read(path, incoming.url ?? ''))
    if (incoming.method !== 'POST') throw errors.badRequest('Use GET or POST.')
    await run(path, incoming)
    sendJson(outgoing, 200, { done: true })
  }

  async function read(path: string, url: string): Promise<object> {
    if (path === '/api/status') return shop.status()
    if (path === '/api/capacity') return { tables: await shop.capacity() }
    if (path === '/api/log') return { lines: shop.log(new URL(url, shop.url).searchParams.get('service') ?? '') }
    throw errors.notFound(`${root}${path}`)
  }

  async function run(path: string, incoming: IncomingMessage): Promise<void> {
    const command = readCommand(path, await bodyOf(incoming))
    switch (command.kind) {
      case 'kill':
        return shop.kill(command.service)
      case 'start chaos':
        return shop.startChaos(command.interval)
      case 'stop chaos':
        return shop.stopChaos()
      case 'capacity':
        await shop.capacity(command)
        return
      case 'instrument': {
        const chosen = command.service === 'all' ? services : [serviceNamed(command.service)]
        // One after the other: on two cores six new processes at once would starve the six that serve.
        for (const { name } of chosen) await shop.instrument(name, command.instrumented)
        return
      }
      case 'rollout':
        // It brings in code: not for whoever just happens to have the page open.
        if (incoming.headers['x-shop-token'] !== shop.token)
          throw errors.forbidden('Only `roentgen shop rollout` may do that.')
        return shop.rollOut(command.service, command.folder)
    }
  }
}

async function bodyOf(incoming: IncomingMessage): Promise<unknown> {
  if (Number(incoming.headers['content-length'] ?? 0) > longestBody) throw errors.badRequest('The body is too long.')
  if (!incoming.headers['content-type']?.startsWith('application/json')) throw errors.badRequest('Send JSON.')
  const received = await text(incoming)
  try {
    return JSON.parse(received)
  } catch {
    throw errors.badRequest('The body is no JSON.')
  }
}

function sendJson(outgoing: ServerResponse, status: number, body: object): void {
  outgoing.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  outgoing.end(JSON.stringify(body))
}
