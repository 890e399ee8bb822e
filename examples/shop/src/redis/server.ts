import { createServer, type Socket } from 'node:net'
import { listenLocally } from '../network/listen-locally.ts'
import { encodeReply, RespError, RespReader, type RespValue } from './resp.ts'

/** What a stand-in keeps: strings (the sessions) and sets (the carts). Expired keys go when they are next asked for. */
type Stored = { readonly expires: number } & ({ readonly text: string } | { readonly set: Set<string> })

/**
 * A Redis for a machine that has none: the commands that the shop and redis-py send, in memory, one database.
 * @param port 0 takes a free one
 */
export async function startRedisStandIn(port: number): Promise<{ readonly port: number; close(): Promise<void> }> {
  const keys = new Map<string, Stored>()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    const reader = new RespReader()
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (chunk) => {
      try {
        for (const command of reader.push(chunk)) socket.write(encodeReply(answerTo(command, keys, Date.now())))
      } catch (error) {
        socket.end(encodeReply(error instanceof RespError ? error : new RespError('ERR internal error')))
      }
    })
  })
  return {
    port: await listenLocally(server, port),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

type Keys = Map<string, Stored>
type Command = (keys: Keys, args: readonly string[], now: number) => RespValue

const commands: Readonly<Record<string, Command>> = {
  PING: (_keys, [text]) => text ?? 'PONG',
  ECHO: (_keys, [text = '']) => text,
  SELECT: () => 'OK',
  // redis-py introduces itself by name and version.
  CLIENT: () => 'OK',
  DBSIZE: (keys) => keys.size,
  FLUSHALL: (keys) => {
    keys.clear()
    return 'OK'
  },
  GET: (keys, [key = ''], now) => textOf(keys, key, now),
  SET: (keys, [key = '', text = '', ...options], now) => {
    keys.set(key, { text, expires: expiry(options, now) })
    return 'OK'
  },
  SETEX: (keys, [key = '', seconds = '', text = ''], now) => {
    keys.set(key, { text, expires: expiry(['EX', seconds], now) })
    return 'OK'
  },
  EXISTS: (keys, wanted, now) => wanted.filter((key) => find(keys, key, now)).length,
  DEL: (keys, wanted) => wanted.filter((key) => keys.delete(key)).length,
  SADD: (keys, [key = '', ...members], now) => {
    const set = setOf(keys, key, now)
    const before = set.size
    for (const member of members) set.add(member)
    keys.set(key, { set, expires: find(keys, key, now)?.expires ?? Number.POSITIVE_INFINITY })
    return set.size - before
  },
  SREM: (keys, [key = '', ...members], now) => {
    const set = setOf(keys, key, now)
    return members.filter((member) => set.delete(member)).length
  },
  SMEMBERS: (keys, [key = ''], now) => [...setOf(keys, key, now)],
  SISMEMBER: (keys, [key = '', member = ''], now) => Number(setOf(keys, key, now).has(member)),
  SCARD: (keys, [key = ''], now) => setOf(keys, key, now).size,
}

function answerTo(words: RespValue, keys: Keys, now: number): RespValue {
  if (!Array.isArray(words) || !words.every((word) => typeof word === 'string'))
    return new RespError('ERR Protocol error: a command is an array of strings')
  const [name = '', ...args] = words as readonly string[]
  const command = Object.hasOwn(commands, name.toUpperCase()) ? commands[name.toUpperCase()] : undefined
  if (!command) return new RespError(`ERR unknown command '${name.slice(0, 40)}'`)
  try {
    return command(keys, args, now)
  } catch (error) {
    if (error instanceof RespError) return error
    throw error
  }
}

function find(keys: Keys, key: string, now: number): Stored | undefined {
  const stored = keys.get(key)
  if (stored && stored.expires <= now) {
    keys.delete(key)
    return undefined
  }
  return stored
}

function textOf(keys: Keys, key: string, now: number): string | null {
  const stored = find(keys, key, now)
  if (stored && !('text' in stored)) throw wrongType
  return stored?.text ?? null
}

function setOf(keys: Keys, key: string, now: number): Set<string> {
  const stored = find(keys, key, now)
  if (stored && !('set' in stored)) throw wrongType
  return stored?.set ?? new Set()
}

const wrongType = new RespError('WRONGTYPE Operation against a key holding the wrong kind of value')

function expiry(options: readonly string[], now: number): number {
  const unit = options.findIndex((word) => /^(ex|px)$/i.test(word))
  if (unit < 0) return Number.POSITIVE_INFINITY
  const length = Number(options[unit + 1])
  if (!(length > 0)) throw new RespError('ERR value is not an integer or out of range')
  return now + length * (options[unit]?.toUpperCase() === 'EX' ? 1000 : 1)
}
