import { Command } from 'commander'
import type { CommandIo } from '../command-io.ts'
import { settingOption } from '../configuration/options.ts'
import { findOpenShop } from './open-shop.ts'

export function editCommand(io: CommandIo): Command {
  return new Command('edit')
    .description('copy a service without its X-Ray lines to a folder, for you to add them')
    .argument('<service>', 'such as cartservice')
    .argument('[folder]', 'that does not exist yet (default: ./SERVICE)')
    .addOption(settingOption('dataDir'))
    .action(async (text: string, folder: string | undefined, { dataDir }: { dataDir?: string }) => {
      const { editService, serviceNamed } = await import('@roentgen/shop')
      const service = serviceNamed(text)
      const { state } = await findOpenShop(dataDir, io)
      const copy = await editService(service, state.language, folder ?? service.name)
      io.print(`${copy.folder} has ${service.name} without the X-Ray SDK.

  1. Open ${copy.entry} there; README.md beside it says what to add.
  2. npx roentgen shop rollout ${service.name} ${copy.folder}
  3. npx roentgen shop check ${service.name}`)
    })
}
