import { Command } from 'commander'
import type { CommandIo } from './command-io.ts'
import { connectTo } from './server-client.ts'

export function verifyCommand(io: CommandIo): Command {
  return new Command('verify')
    .description('recompute directory and summaries from the stored documents and print each difference')
    .option('--url <url>', 'the server to ask (ROENTGEN_URL)')
    .option('--json', 'print the answer as one JSON object')
    .action(async (options: { url?: string; json?: true }) => {
      const answer = await connectTo(options.url, io.environment).post('/api/verify', {})
      const differences = Array.isArray(answer.differences) ? answer.differences : []
      if (differences.length > 0) io.fail()
      if (options.json) return io.print(JSON.stringify(answer))
      for (const difference of differences) io.print(JSON.stringify(difference))
      io.print(
        differences.length === 0
          ? 'No differences: every stored trace is what its documents say.'
          : `${differences.length} differences`,
      )
    })
}
