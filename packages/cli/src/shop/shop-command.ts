import { Command } from 'commander'
import type { CommandIo } from '../command-io.ts'
import { configurationOf } from '../configuration/options.ts'
import { errors } from '../errors.ts'
import { capacityCommand } from './capacity-command.ts'
import { chaosCommand } from './chaos-command.ts'
import { checkCommand } from './check-command.ts'
import { editCommand } from './edit-command.ts'
import { instrumentCommand } from './instrument-command.ts'
import { killCommand } from './kill-command.ts'
import { logCommand } from './log-command.ts'
import { openingOptions, openShop } from './open-command.ts'
import { rolloutCommand } from './rollout-command.ts'
import { statusCommand } from './status-command.ts'

/** `roentgen shop` opens the AnyCompany Shop; the commands below it talk to the one that is open. */
export function shopCommand(io: CommandIo): Command {
  return (
    openingOptions(new Command('shop'))
      .description('a shop of six traced services with customers and a Roentgen, to look around in')
      .enablePositionalOptions()
      // A word that is no command gets a better answer than a count of arguments.
      .allowExcessArguments()
      .action(async (options, command: Command) => {
        const [word] = command.args
        if (word !== undefined) throw errors.unknownCommand(`shop ${word}`)
        return openShop(options, await configurationOf(command, io.environment), io)
      })
      .addCommand(statusCommand(io))
      .addCommand(chaosCommand(io))
      .addCommand(killCommand(io))
      .addCommand(capacityCommand(io))
      .addCommand(instrumentCommand(io))
      .addCommand(editCommand(io))
      .addCommand(rolloutCommand(io))
      .addCommand(checkCommand(io))
      .addCommand(logCommand(io))
      .addHelpText(
        'after',
        `
Without a command it opens the shop; Ctrl-C closes it. The commands talk to the shop that is open, from another terminal.
docs/guides/shop.md walks through it. Further settings of its Roentgen are those of \`roentgen serve\`, from the environment
or a file.`,
      )
  )
}
