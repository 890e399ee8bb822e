import type { ShopStatus } from '@roentgen/shop'
import { Command } from 'commander'
import type { CommandIo } from '../command-io.ts'
import { settingOption } from '../configuration/options.ts'
import { formatDuration } from '../duration.ts'
import { type Cell, type Column, renderTable } from '../table.ts'
import { findOpenShop } from './open-shop.ts'

const columns: readonly Column[] = [
  { title: 'NAME' },
  { title: 'READY' },
  { title: 'STATUS' },
  { title: 'RESTARTS', align: 'right' },
  { title: 'AGE', align: 'right' },
  { title: 'PID', align: 'right' },
  { title: 'RUNS', shrinks: true },
]

export function statusCommand(io: CommandIo): Command {
  return new Command('status')
    .description('every process of the shop: ready, restarts, age (what `kubectl get pods` shows)')
    .addOption(settingOption('dataDir'))
    .option('--json', 'print one JSON object')
    .action(async ({ dataDir, json }: { dataDir?: string; json?: true }) => {
      const status = await (await findOpenShop(dataDir, io)).get('status')
      if (json) return io.print(JSON.stringify(status))
      // The shop is of the same version as this command.
      const { services, companions, chaos } = status as unknown as ShopStatus
      const rows = [
        ...services.flatMap(({ replicas }) => replicas.map((replica) => rowOf(replica, replica.source))),
        ...companions.map((companion) => rowOf(companion, '')),
      ]
      io.print(renderTable(columns, rows, io.terminal))
      const { interval, kills } = chaos
      io.print(
        interval
          ? `\nChaos kills a service every ${formatDuration(interval.low * 1000)} to ${formatDuration(interval.high * 1000)}.`
          : '\nChaos is off.',
      )
      for (const { at, service, awayMilliseconds } of kills.slice(-5))
        io.print(
          `${new Date(at).toLocaleTimeString()}  ${service} was killed${awayMilliseconds === undefined ? ' and is not back yet' : `, back after ${formatDuration(awayMilliseconds * 1000)}`}`,
        )
    })
}

interface Row {
  readonly name: string
  readonly ready: boolean
  readonly pid?: number | undefined
  readonly restarts: number
  readonly age: number
}

function rowOf({ name, ready, pid, restarts, age }: Row, source: string): readonly Cell[] {
  const status = pid === undefined ? 'Dead' : ready ? 'Running' : 'Starting'
  return [
    { text: name },
    { text: ready ? '1/1' : '0/1', style: ready ? 'green' : 'yellow' },
    { text: status, style: ready ? undefined : 'yellow' },
    { text: String(restarts) },
    { text: formatDuration(age * 1000) },
    { text: String(pid ?? '-') },
    { text: source },
  ]
}
