import type { TraceCompareRequest } from '@roentgen/api'
import { Command } from 'commander'
import { comparisonIn } from './analytics-answer.ts'
import type { CommandIo } from './command-io.ts'
import { parseDuration } from './duration.ts'
import { renderComparison } from './render-groups.ts'
import { connectTo } from './server-client.ts'
import { inItsFilter } from './trace-summaries.ts'
import { wholeNumber } from './traces-command.ts'

interface CompareOptions {
  readonly since: string
  readonly by?: readonly string[]
  readonly limit: number
  readonly url?: string
  readonly json?: true
}

export function compareCommand(io: CommandIo): Command {
  return new Command('compare')
    .description('show what tells the traces that fit A from those that fit B')
    .argument('<A>', "X-Ray's filter language, in quotes")
    .argument('[B]', 'the traces that do not fit A without it')
    .option('--since <duration>', 'how far back from now', '1h')
    .option('--by <key...>', 'compare these keys alone, for instance url or "annotation[tenant]"')
    .option('--limit <count>', 'how many values at most', wholeNumber, 20)
    .option('--url <url>', 'the server to ask (ROENTGEN_URL)')
    .option('--json', 'print the answer as JSON')
    .addHelpText(
      'after',
      `
Examples:
  roentgen compare 'responsetime > 1'
  roentgen compare 'fault' 'ok' --since 24h --by 'annotation[tenant]' url

What the columns say: docs/reference/analytics.md`,
    )
    .action(async (a: string, b: string | undefined, { since, by, limit, url, json }: CompareOptions) => {
      const end = Date.now() / 1000
      const window = { start: end - parseDuration(since) / 1e6, end }
      const question = {
        a: { ...window, filter: a },
        b: { ...window, filter: b ?? `!(${a})` },
        limit: Math.min(limit, 1000),
        ...(by === undefined ? {} : { by: [...by] }),
      } satisfies Omit<TraceCompareRequest, 'by'> & { readonly by?: readonly string[] }
      const server = connectTo(url, io.environment)
      const figures = await server.post('/api/traces/count', question.a).catch((error: unknown) => {
        throw inItsFilter(a, error)
      })
      const answer = await server.post('/api/traces/compare', question).catch((error: unknown) => {
        throw b === undefined ? error : inItsFilter(b, error)
      })
      if (json) io.print(JSON.stringify(answer))
      else if (figures.count === 0)
        io.print(`None of the traces of the last ${since} fits A. --since 24h looks further back.`)
      else io.print(renderComparison(comparisonIn(answer, server), limit, io.terminal))
    })
}
