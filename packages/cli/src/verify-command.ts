import { startServer } from '@roentgen/server'
import { Command } from 'commander'
import type { CommandIo } from './command-io.ts'
import { resolveConfiguration } from './configuration/resolve.ts'
import { serverConfigOf } from './configuration/server-config.ts'
import { errors } from './errors.ts'
import { connectTo, type ServerClient } from './server-client.ts'

const path = '/api/verify'

interface VerifyOptions {
  readonly url?: string
  readonly dataDir?: string
  readonly config?: string
  readonly json?: true
  readonly repair?: true
}

export function verifyCommand(io: CommandIo): Command {
  return new Command('verify')
    .description(
      'recompute directory, summaries and the rows of the map from the stored documents and print each difference',
    )
    .option('--url <url>', 'the running server to ask (ROENTGEN_URL)')
    .option('--data-dir <folder>', 'verify the data of a server that does not run')
    .option('--config <file>', 'its settings, which hold here as well: a shorter retention would drop what it keeps')
    .option('--repair', 'write summaries as the documents say, and have the rows of the map made again')
    .option('--json', 'print each difference as JSON, and last {"done":true,"differences":N}')
    .action(async (options: VerifyOptions) => {
      const { dataDir, config } = options
      if (dataDir === undefined) return verify(connectTo(options.url, io.environment), options, io)
      const { values } = await resolveConfiguration({ dataDir }, config, io.environment)
      const server = await startServer({
        ...serverConfigOf(values),
        host: '127.0.0.1',
        port: 0,
        logLevel: 'error',
      })
      try {
        const client = connectTo(`http://127.0.0.1:${server.port}`, {})
        // What the last server acknowledged and had not loaded yet is data as well.
        await client.post('/api/flush', {}, 60_000)
        await verify(client, options, io)
      } finally {
        await server.close()
      }
    })
}

async function verify(
  server: ServerClient,
  { json = false, repair = false }: { json?: boolean; repair?: boolean },
  io: CommandIo,
): Promise<void> {
  let differences = 0
  let done = false
  for await (const line of server.lines(path, { repair })) {
    if (json || line.done !== true) io.print(JSON.stringify(line))
    if (line.done === true) done = true
    else differences += 1
  }
  if (!done) throw errors.brokeOff(path)
  if (differences > 0) io.fail()
  if (!json)
    io.print(
      differences === 0
        ? 'No differences: every stored trace is what its documents say.'
        : `${differences} differences`,
    )
}
