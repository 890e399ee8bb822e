import { readFile } from 'node:fs/promises'

/**
 * Datagrams that the kernel dropped because the sockets of this port were full; undefined where the system does not
 * say (/proc/net/udp is Linux's).
 */
export async function kernelDrops(port: number): Promise<number | undefined> {
  const tables = await Promise.all(['/proc/net/udp', '/proc/net/udp6'].map(readTable))
  if (tables.every((table) => table === undefined)) return undefined
  return tables.reduce((sum, table) => sum + dropsIn(table ?? '', port), 0)
}

/** The drops column, summed over the sockets of the port. */
export function dropsIn(table: string, port: number): number {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(suffix))
    .reduce((sum, columns) => sum + Number(columns[12] ?? 0), 0)
}

async function readTable(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    return undefined
  }
}
