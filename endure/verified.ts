import { ask, type XrayClient } from '../bench/xray-client.ts'

/** What `roentgen verify` prints of a server, after a flush of its own; empty where all is as it should be. */
export async function differences(client: XrayClient): Promise<string[]> {
  const lines = (await ask(client, '/api/verify', {})).lines as readonly { done?: boolean }[]
  const found = lines.filter(({ done }) => done !== true).map((line) => `verify: ${JSON.stringify(line)}`)
  return lines.at(-1)?.done === true ? found : [...found, 'verify broke off']
}

/** Lines of a server's log (JSON, as pino writes it) that speak of an error. */
export function errorsIn(log: readonly string[]): string[] {
  return log.filter((line) => /^\{"level":"?(50|60|error|fatal)/.test(line)).map((line) => `log: ${line}`)
}
