import { claimNumber, identityOf, type Log, type Store } from '@roentgen/store'

const onlyServer = 0

/** This server's number among those that share the store, 0 to 63; where nobody shares it, 0. */
export async function serverNumber({ connection }: Store, dataDir: string, log: Log): Promise<number> {
  if (connection.own) return onlyServer
  const number = await claimNumber(connection, await identityOf(dataDir))
  log('info', 'This server has a number among those that share the store', { number })
  return number
}
