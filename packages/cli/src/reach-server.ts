import { stat } from 'node:fs/promises'
import { startServer } from '@roentgen/server'
import type { Bytes } from '@roentgen/trace'
import type { CommandIo } from './command-io.ts'
import { resolveConfiguration } from './configuration/resolve.ts'
import { serverConfigOf } from './configuration/server-config.ts'
import { errors } from './errors.ts'
import { connectTo, type ServerClient } from './server-client.ts'

export interface ServerChoice {
  readonly url?: string
  readonly dataDir?: string
  readonly config?: string
  /** The folder is made where absent. */
  readonly mayBeNew?: boolean
}

/**
 * Works with the running server, or with one of our own on the data of a server that does not run. That one drops
 * nothing, whatever retention and limits its master has; what the retention would drop it does not restore.
 */
export async function withServer<T>(
  { url, dataDir, config, mayBeNew = false }: ServerChoice,
  io: CommandIo,
  work: (server: ServerClient) => Promise<T>,
): Promise<T> {
  if (dataDir === undefined) return work(connectTo(url, io.environment))
  if (!mayBeNew)
    await stat(dataDir).catch((error: NodeJS.ErrnoException) => {
      throw errors.unreadable(dataDir, error.code ?? error.message)
    })
  const { values } = await resolveConfiguration({ dataDir }, config, io.environment)
  const { maxDisk: _, ...wanted } = serverConfigOf(values)
  const server = await startServer({
    ...wanted,
    host: '127.0.0.1',
    port: 0,
    logLevel: 'error',
    keepAll: true,
    minFree: 0 as Bytes,
  })
  try {
    const client = connectTo(`http://127.0.0.1:${server.port}`, {})
    // What the last server acknowledged and had not loaded yet is data as well.
    await client.post('/api/flush', {}, 60_000)
    return await work(client)
  } finally {
    await server.close()
  }
}
