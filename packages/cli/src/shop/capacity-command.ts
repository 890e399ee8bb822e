import type { CapacityReport } from '@roentgen/shop'
import { Command, Option } from 'commander'
import type { CommandIo } from '../command-io.ts'
import { settingOption } from '../configuration/options.ts'
import { type Column, renderTable } from '../table.ts'
import { numberFrom } from './number-from.ts'
import { findOpenShop } from './open-shop.ts'

interface CapacityOptions {
  readonly read?: number
  readonly write?: number
  readonly burst?: number
  readonly dataDir?: string
  readonly json?: true
}

const columns: readonly Column[] = ['', 'PROVISIONED', 'CONSUMED, LAST MIN', 'THROTTLED, LAST MIN', 'THROTTLED'].map(
  (title, index) => ({ title, align: index === 0 ? 'left' : 'right' }),
)

export function capacityCommand(io: CommandIo): Command {
  return new Command('capacity')
    .description("show or change a DynamoDB table's provisioned capacity")
    .argument('[table]', 'the shop has one', 'ProductCatalog')
    .addOption(new Option('--read <units>', 'read units a second').argParser(numberFrom(1, 40_000)))
    .addOption(new Option('--write <units>', 'write units a second').argParser(numberFrom(1, 40_000)))
    .addOption(new Option('--burst <seconds>', 'of unused units that are kept').argParser(numberFrom(0, 3600)))
    .addOption(settingOption('dataDir'))
    .option('--json', 'print one JSON object, with the last ten minutes by second')
    .action(async (table: string, { dataDir, json, read, write, burst }: CapacityOptions) => {
      const shop = await findOpenShop(dataDir, io)
      const changes = read !== undefined || write !== undefined || burst !== undefined
      if (changes || table !== 'ProductCatalog')
        await shop.post('capacity', { table, read, write, burstSeconds: burst })
      const answer = await shop.get('capacity')
      if (json) return io.print(JSON.stringify(answer))
      const { tables } = answer as unknown as { tables: readonly CapacityReport[] }
      for (const report of tables) io.print(rendered(report, Date.now(), io))
    })
}

function rendered(report: CapacityReport, now: number, io: CommandIo): string {
  const minute = report.seconds.filter(({ second }) => second > now / 1000 - 60)
  const lastMinute = (field: 'readConsumed' | 'writeConsumed' | 'readThrottled' | 'writeThrottled') =>
    minute.reduce((sum, second) => sum + second[field], 0)
  const row = (kind: 'read' | 'write') => [
    { text: kind },
    { text: `${report[kind]}/s` },
    { text: `${(lastMinute(`${kind}Consumed`) / 60).toFixed(2)}/s` },
    { text: String(lastMinute(`${kind}Throttled`)), style: 'magenta' as const },
    { text: String(report.total[`${kind}Throttled`]) },
  ]
  return `${report.table}, ${report.burstSeconds} s of burst\n${renderTable(columns, [row('read'), row('write')], io.terminal)}`
}
