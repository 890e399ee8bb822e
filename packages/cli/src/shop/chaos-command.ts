import { Command } from 'commander'
import type { CommandIo } from '../command-io.ts'
import { settingOption } from '../configuration/options.ts'
import { parseRange } from './duration-range.ts'
import { findOpenShop } from './open-shop.ts'

export function chaosCommand(io: CommandIo): Command {
  return new Command('chaos')
    .description('kill a random service without warning, again and again')
    .addCommand(
      new Command('start')
        .description('the first kill comes at once; `roentgen shop status` has the log')
        .option('--interval <range>', 'between two kills', '2m-5m')
        .addOption(settingOption('dataDir'))
        .action(async ({ interval, dataDir }: { interval: string; dataDir?: string }) => {
          const range = parseRange(interval)
          await (await findOpenShop(dataDir, io)).post('chaos/start', range)
          io.print(`Chaos has begun: a service is killed every ${interval}.`)
        }),
    )
    .addCommand(
      new Command('stop')
        .description('kill no more')
        .addOption(settingOption('dataDir'))
        .action(async ({ dataDir }: { dataDir?: string }) => {
          await (await findOpenShop(dataDir, io)).post('chaos/stop', {})
          io.print('Chaos has ended. What was killed last comes back by itself.')
        }),
    )
}
