import { Command } from 'commander'
import type { CommandIo } from '../command-io.ts'
import { settingOption } from '../configuration/options.ts'
import { findOpenShop } from './open-shop.ts'

export function killCommand(io: CommandIo): Command {
  return new Command('kill')
    .description('kill -9 every replica of a service; it comes back by itself')
    .argument('<service>', 'such as cartservice')
    .addOption(settingOption('dataDir'))
    .action(async (service: string, { dataDir }: { dataDir?: string }) => {
      await (await findOpenShop(dataDir, io)).post('kill', { service })
      io.print(`${service.toLowerCase()} is dead.`)
    })
}
