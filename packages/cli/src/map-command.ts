import { Command } from 'commander'
import type { CommandIo } from './command-io.ts'
import { parseDuration } from './duration.ts'
import { renderMap } from './render-map.ts'
import { connectTo } from './server-client.ts'
import { serviceGraph } from './service-graph.ts'

export function mapCommand(io: CommandIo): Command {
  return new Command('map')
    .description('show the service map as tables: services, and the calls between them')
    .option('--since <duration>', 'how far back from now', '5m')
    .option('--url <url>', 'the server to ask (ROENTGEN_URL)')
    .option('--json', 'print the Service shapes of GetServiceGraph as one JSON object')
    .action(async (options: { since: string; url?: string; json?: true }) => {
      const window = parseDuration(options.since)
      const end = Date.now() / 1000
      const services = await serviceGraph(connectTo(options.url, io.environment), end - window / 1e6, end)
      if (options.json) return io.print(JSON.stringify({ Services: services }))
      if (services.length > 0) return io.print(renderMap(services, window / 60e6, io.terminal))
      io.print(
        `No requests in the last ${options.since}. --since 6h looks further back; \`roentgen send --now FILE\` sends some.`,
      )
    })
}
