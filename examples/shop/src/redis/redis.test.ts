import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasRedisServer, startRedisProcess } from '../supervise/redis-process.ts'
import { openRedis, type Redis } from './client.ts'
import { encodeCommand, encodeReply, RespError, RespReader } from './resp.ts'
import { startRedisStandIn } from './server.ts'

const servers = [
  {
    name: 'the stand-in',
    start: async () => {
      const { port, close } = await startRedisStandIn(0)
      return { address: `redis://127.0.0.1:${port}/0`, close }
    },
  },
  {
    name: 'a real redis-server',
    start: async () => {
      const { address, companion } = await startRedisProcess()
      return { address, close: () => companion.close() }
    },
  },
]

// The same cases against both, so that the stand-in cannot drift from what it stands for.
describe.each(servers)('$name', ({ name, start }) => {
  const absent = name !== 'the stand-in' && !hasRedisServer()
  let redis: Redis
  let close: () => Promise<void>

  beforeAll(async () => {
    if (absent) return
    const server = await start()
    close = server.close
    redis = openRedis(server.address)
  })
  afterAll(async () => {
    redis?.close()
    await close?.()
  })

  const cases: readonly (readonly [command: string, answer: unknown])[] = [
    ['PING', 'PONG'],
    ['SET session {"a":1} EX 60', 'OK'],
    ['GET session', '{"a":1}'],
    ['GET nothing', null],
    ['SADD cart p1 p2', 2],
    ['SADD cart p2', 0],
    ['SISMEMBER cart p2', 1],
    ['SCARD cart', 2],
    ['SMEMBERS none', []],
    ['EXISTS cart none', 1],
    ['SREM cart p1', 1],
    ['SMEMBERS cart', ['p2']],
    ['DEL cart none', 1],
    ['SMEMBERS cart', []],
  ]
  test.skipIf(absent).each(cases)('%s → %j', async (command, answer) => {
    expect(await redis.command(...command.split(' '))).toEqual(answer)
  })

  test.skipIf(absent)('refuses a command of the wrong kind, and goes on', async () => {
    await redis.command('SET', 'word', 'x')
    await expect(redis.command('SADD', 'word', 'y')).rejects.toThrow('WRONGTYPE')
    await expect(redis.command('EVALUATE')).rejects.toThrow('unknown command')
    expect(await redis.command('GET', 'word')).toBe('x')
  })
})

test('a key with a time to live is gone after it', async () => {
  const { port, close } = await startRedisStandIn(0)
  const redis = openRedis(`redis://127.0.0.1:${port}`)
  await redis.command('SET', 'short', 'x', 'PX', '1')
  const deadline = Date.now() + 5000
  while ((await redis.command('GET', 'short')) !== null) if (Date.now() > deadline) throw new Error('it stays')
  redis.close()
  await close()
})

test('a client whose connection broke opens another', async () => {
  const first = await startRedisStandIn(0)
  const redis = openRedis(`redis://127.0.0.1:${first.port}`)
  await redis.command('PING')
  await first.close()
  await expect(redis.command('PING')).rejects.toThrow()
  const second = await startRedisStandIn(first.port)
  expect(await redis.command('PING')).toBe('PONG')
  redis.close()
  await second.close()
})

test('bytes that are not RESP end the connection with a word about it', async () => {
  const { port, close } = await startRedisStandIn(0)
  const socket = connect(port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\n\r\n')
  expect(await text(socket)).toContain('Protocol error')
  await close()
})

test('commands are read whole, however their bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 7 }),
      (commands, step) => {
        const bytes = Buffer.from(commands.map(encodeCommand).join(''))
        const reader = new RespReader()
        const seen = []
        for (let at = 0; at < bytes.length; at += step) seen.push(...reader.push(bytes.subarray(at, at + step)))
        expect(seen).toEqual(commands)
      },
    ),
  )
})

test('an error stays on its line', () => {
  expect(encodeReply(new RespError('ERR a\r\n+OK'))).toBe('-ERR a  +OK\r\n')
})
