import { Command } from 'commander'
import type { CommandIo } from './command-io.ts'
import { renderTraceLine } from './render-traces.ts'
import { connectTo } from './server-client.ts'
import { followTraces } from './tail/follow-traces.ts'

interface TailOptions {
  readonly group?: string
  readonly url?: string
  readonly json?: true
}

export function tailCommand(io: CommandIo): Command {
  return new Command('tail')
    .description('print the traces that fit a filter expression as they complete, until Ctrl-C')
    .argument('[filter]', "X-Ray's filter language, in quotes; all traces without it")
    .option('--group <name>', 'of the traces of this group')
    .option('--url <url>', 'the server to ask (ROENTGEN_URL)')
    .option('--json', 'print TraceSummary shapes, one JSON object a line')
    .addHelpText(
      'after',
      `
A trace has a line when no segment of it is in progress and none came for a second; one that stays in progress has it after
a minute. When the connection breaks it is made again, and what was listed meanwhile is printed.

Examples:
  roentgen tail
  roentgen tail 'fault OR responsetime > 2'
  roentgen tail 'annotation[tenant] = "gold"' --json | jq .Id

The whole language: docs/reference/filters.md`,
    )
    .action(async (filter: string | undefined, { group, url, json }: TailOptions) => {
      await followTraces({
        server: connectTo(url, io.environment),
        filter,
        group,
        signal: io.interruption(),
        onTrace: (trace) => io.print(json ? JSON.stringify(trace) : renderTraceLine(trace, io.terminal)),
        onState: (state, reason) => {
          if (state === 'following') io.progress('Following; Ctrl-C ends it')
          else
            io.remark(
              state === 'lost' ? `The connection broke (${reason ?? 'it ended'}); trying again` : 'Connected again',
            )
        },
      })
      io.progress('')
    })
}
