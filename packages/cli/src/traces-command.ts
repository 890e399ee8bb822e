import type { JsonObject } from '@roentgen/trace'
import { Command, InvalidArgumentError, Option } from 'commander'
import { groupsIn } from './analytics-answer.ts'
import type { CommandIo } from './command-io.ts'
import { parseDuration } from './duration.ts'
import { renderGroups } from './render-groups.ts'
import { renderTraces } from './render-traces.ts'
import { connectTo } from './server-client.ts'
import { inItsFilter, traceSummaries } from './trace-summaries.ts'

const orders = {
  newest: undefined,
  slowest: (a: JsonObject, b: JsonObject) => Number(b.Duration) - Number(a.Duration),
  fastest: (a: JsonObject, b: JsonObject) => Number(a.Duration) - Number(b.Duration),
} as const

interface TracesOptions {
  readonly since: string
  readonly order: keyof typeof orders
  readonly limit: number
  readonly groupBy?: string
  readonly url?: string
  readonly json?: true
}

export function tracesCommand(io: CommandIo): Command {
  return new Command('traces')
    .description('list the traces that fit a filter expression')
    .argument('[filter]', "X-Ray's filter language, in quotes; all traces without it")
    .option('--since <duration>', 'how far back from now', '5m')
    .addOption(
      new Option('--order <order>', 'newest by receipt; by duration, all traces of the time are read')
        .choices(Object.keys(orders))
        .default('newest'),
    )
    .option(
      '--group-by <key>',
      'count by url, status, user, service, "annotation[key]" or another key, instead of listing',
    )
    .option('--limit <count>', 'how many at most', wholeNumber, 20)
    .option('--url <url>', 'the server to ask (ROENTGEN_URL)')
    .option('--json', 'print the TraceSummary shapes of GetTraceSummaries, one JSON object a line')
    .addHelpText(
      'after',
      `
Examples:
  roentgen traces 'fault' --since 1h
  roentgen traces 'service("cart") { responsetime > 0.5 }' --order slowest
  roentgen traces 'service("cart")' --group-by 'annotation[tenant]' --since 24h
  roentgen traces 'http.url CONTAINS "/checkout" AND annotation[tenant] = "gold"' --json

The whole language: docs/reference/filters.md; keys to group by: docs/reference/analytics.md`,
    )
    .action(async (filter: string | undefined, options: TracesOptions) => {
      const window = parseDuration(options.since)
      const end = Date.now() / 1000
      const order = orders[options.order]
      const server = connectTo(options.url, io.environment)
      if (options.groupBy !== undefined) {
        const set = { start: end - window / 1e6, end, ...(filter !== undefined && { filter }) }
        const question = { ...set, by: options.groupBy, limit: Math.min(options.limit, 1000) }
        const answer = await server.post('/api/traces/group-by', question).catch((error: unknown) => {
          throw filter === undefined ? error : inItsFilter(filter, error)
        })
        io.print(options.json ? JSON.stringify(answer) : renderGroups(groupsIn(answer, server), io.terminal))
        return
      }
      const question = { start: end - window / 1e6, end, filter, ...(order === undefined && { limit: options.limit }) }
      const { traces, processed } = await traceSummaries(server, question, (text) => io.progress(text))
      io.progress('')
      const shown = (order === undefined ? traces : [...traces].sort(order)).slice(0, options.limit)
      if (options.json) for (const trace of shown) io.print(JSON.stringify(trace))
      else if (shown.length > 0) io.print(renderTraces(shown, io.terminal))
      else
        io.print(
          `None of ${processed} traces ${filter === undefined ? 'started' : 'fits, of those that started'} in the last ${options.since}. --since 6h looks further back.`,
        )
    })
}

export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.')
  return Number(text)
}
