import { ask, type XrayClient } from '../bench/xray-client.ts'

/**
 * What `roentgen verify` prints of a server that nothing is sent to, after a flush of its own, and maps that are another when they
 * are asked for again; empty where all is as it should be.
 */
export async function differences(client: XrayClient): Promise<string[]> {
  const lines = (await ask(client, '/api/verify', {})).lines as readonly { done?: boolean }[]
  const found = lines.filter(({ done }) => done !== true).map((line) => `verify: ${JSON.stringify(line)}`)
  if (lines.at(-1)?.done !== true) found.push('verify broke off')
  return [...found, ...(await unsteadyMaps(client))]
}

/**
 * What a map counts is remembered in parts, and no answer may show it: maps whose ends are cut among the newest traces, asked three
 * times each.
 */
async function unsteadyMaps(client: XrayClient): Promise<string[]> {
  const services = async (StartTime: number, EndTime: number) =>
    (await ask(client, '/ServiceGraph', { StartTime, EndTime })).Services as readonly { readonly EndTime?: number }[]
  const now = Date.now() / 1000
  const newest = Math.max(now - 3600, ...(await services(now - 3600, now)).map((service) => service.EndTime ?? 0))
  const found: string[] = []
  for (const seconds of [150, 86_400])
    for (const before of [1, 11]) {
      const map = async () => JSON.stringify(await services(newest - before - seconds, newest - before))
      const first = await map()
      for (const time of ['second', 'third'])
        if ((await map()) !== first)
          found.push(`the map of ${seconds} s until ${before} s before the end is another the ${time} time`)
    }
  return found
}

/** Lines of a server's log (JSON, as pino writes it) that speak of an error. */
export function errorsIn(log: readonly string[]): string[] {
  return log.filter((line) => /^\{"level":"?(50|60|error|fatal)/.test(line)).map((line) => `log: ${line}`)
}
