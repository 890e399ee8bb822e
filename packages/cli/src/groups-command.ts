import type { GroupStatistics, GroupsStatistics } from '@roentgen/api'
import { Command } from 'commander'
import type { CommandIo } from './command-io.ts'
import { formatDuration, parseDuration } from './duration.ts'
import { connectTo } from './server-client.ts'
import { type Cell, type Column, renderTable } from './table.ts'
import type { Terminal } from './terminal.ts'

interface GroupsOptions {
  readonly since: string
  readonly url?: string
  readonly json?: true
}

export function groupsCommand(io: CommandIo): Command {
  return new Command('groups')
    .description('show the groups: how many traces each has, and how the requests of clients in it went')
    .option('--since <duration>', 'how far back from now', '1h')
    .option('--url <url>', 'the server to ask (ROENTGEN_URL)')
    .option('--json', 'print the answer as JSON')
    .addHelpText(
      'after',
      `
A group has the traces that came while it had its filter; \`aws xray create-group\` makes one. docs/guides/groups.md`,
    )
    .action(async ({ since, url, json }: GroupsOptions) => {
      const end = Date.now() / 1000
      const window = { start: end - parseDuration(since) / 1e6, end }
      const answer = await connectTo(url, io.environment).post('/api/groups/statistics', window)
      if (json) return io.print(JSON.stringify(answer))
      // The server is of this version, and answers what its type says.
      const { groups } = answer as unknown as GroupsStatistics
      io.print(renderTable(columns, groups.map(rowOf), io.terminal satisfies Terminal))
      if (groups.some(({ containsOldVersions }) => containsOldVersions))
        io.print('* was another filter at some time of these.')
    })
}

const columns: readonly Column[] = [
  { title: 'GROUP', shrinks: true },
  ...['TRACES', 'OK', 'ERROR', 'FAULT', 'THROTTLE', 'AVG', 'P50', 'P95'].map((title): Column => {
    return { title, align: 'right' }
  }),
  { title: 'FILTER', shrinks: true },
]

function rowOf(group: GroupStatistics): readonly Cell[] {
  const { name, containsOldVersions, filter, traces, ok, error, fault, throttle, mean, p50, p95 } = group
  return [
    { text: containsOldVersions ? `${name} *` : name },
    { text: String(traces) },
    { text: String(ok) },
    { text: String(error), style: error > 0 ? 'yellow' : undefined },
    { text: String(fault), style: fault > 0 ? 'red' : undefined },
    { text: String(throttle), style: throttle > 0 ? 'magenta' : undefined },
    ...[mean, p50, p95].map((seconds) => ({ text: seconds === null ? '-' : formatDuration(seconds * 1e6) })),
    { text: filter ?? '(every trace)', style: 'dim' },
  ]
}
