import { resolve } from 'node:path'
import { Command } from 'commander'
import type { CommandIo } from '../command-io.ts'
import { settingOption } from '../configuration/options.ts'
import { findOpenShop } from './open-shop.ts'

export function rolloutCommand(io: CommandIo): Command {
  return new Command('rollout')
    .description(
      'run a service from a folder, without failing a request; the old one stays when the new one is not healthy',
    )
    .argument('<service>', 'such as cartservice')
    .argument('<folder>', 'with service.js or service.py, as `roentgen shop edit` makes it')
    .addOption(settingOption('dataDir'))
    .action(async (service: string, folder: string, { dataDir }: { dataDir?: string }) => {
      const shop = await findOpenShop(dataDir, io)
      io.progress(`Starting ${service} from ${folder} …`)
      await shop.post('rollout', { service: service.toLowerCase(), folder: resolve(folder) })
      io.remark(`${service} runs from ${resolve(folder)}.`)
    })
}
