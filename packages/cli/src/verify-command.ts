import { Command } from 'commander'
import type { CommandIo } from './command-io.ts'
import { errors } from './errors.ts'
import { withServer } from './reach-server.ts'
import type { ServerClient } from './server-client.ts'

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
    .option('--config <file>', 'its settings')
    .option('--repair', 'write summaries as the documents say, and have the rows of the map made again')
    .option('--json', 'print each difference as JSON, and last {"done":true,"differences":N}')
    .action((options: VerifyOptions) => withServer(options, io, (server) => verify(server, options, io)))
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
