import { Command } from 'commander'
import type { CommandIo } from '../command-io.ts'
import { settingOption } from '../configuration/options.ts'
import { findOpenShop } from './open-shop.ts'

export function instrumentCommand(io: CommandIo): Command {
  return new Command('instrument')
    .description("run a service with the X-Ray SDK: the lab's ready images")
    .argument('<service>', 'such as cartservice, or all')
    .option('--undo', 'run it without the SDK again')
    .addOption(settingOption('dataDir'))
    .action(async (service: string, { dataDir, undo }: { dataDir?: string; undo?: true }) => {
      const shop = await findOpenShop(dataDir, io)
      io.progress(`Replacing ${service} …`)
      await shop.post('instrument', { service: service.toLowerCase(), instrumented: undo !== true })
      io.remark(
        `${service === 'all' ? 'All services run' : `${service} runs`} ${undo ? 'without' : 'with'} the X-Ray SDK.`,
      )
    })
}
