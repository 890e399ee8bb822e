import { spawnSync } from 'node:child_process'
import { openRedis } from '../redis/client.ts'
import type { Program } from './child.ts'
import { Companion } from './companion.ts'
import { freePort } from './free-port.ts'

/** A real redis-server of this machine, in memory alone. */
export interface RedisProcess {
  readonly address: string
  readonly companion: Companion
}

const patience = 5000

export function hasRedisServer(): boolean {
  return spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0
}

export async function startRedisProcess(): Promise<RedisProcess> {
  const port = await freePort()
  const address = `redis://127.0.0.1:${port}/0`
  const companion = new Companion('redis', redisProgram(port))
  const deadline = Date.now() + patience
  for (;;) {
    const redis = openRedis(address)
    try {
      await redis.command('PING')
      return { address, companion }
    } catch (error) {
      if (Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 50))
        continue
      }
      await companion.close()
      throw error
    } finally {
      redis.close()
    }
  }
}

/** Redis does not watch its standard input, so a shell beside it does, and ends it when that closes. */
function redisProgram(port: number): Program {
  const watched = 'exec 3<&0; (cat <&3 >/dev/null; kill -9 $$ 2>/dev/null) & exec redis-server "$@" 3<&- </dev/null'
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  return { program: 'sh', args: ['-c', watched, 'redis', ...settings], environment: {} }
}
