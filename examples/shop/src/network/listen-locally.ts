import { once } from 'node:events'
import type { Server } from 'node:net'

/** Listens on this machine alone, and gives the port. Rejects when it is taken. @param port 0 takes a free one */
export async function listenLocally(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  return address.port
}
