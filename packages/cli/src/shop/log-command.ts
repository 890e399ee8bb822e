import { Command } from 'commander'
import type { CommandIo } from '../command-io.ts'
import { settingOption } from '../configuration/options.ts'
import { visible } from '../terminal.ts'
import { findOpenShop } from './open-shop.ts'

export function logCommand(io: CommandIo): Command {
  return new Command('log')
    .description('the last lines that a service printed (what `kubectl logs` shows)')
    .argument('<service>', 'such as cartservice')
    .addOption(settingOption('dataDir'))
    .action(async (service: string, { dataDir }: { dataDir?: string }) => {
      const { lines } = await (await findOpenShop(dataDir, io)).get(`log?service=${encodeURIComponent(service)}`)
      if (Array.isArray(lines)) for (const line of lines) io.print(visible(String(line)))
    })
}
