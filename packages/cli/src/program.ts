import { Command } from 'commander'
import { backupCommand } from './backup-command.ts'
import type { CommandIo } from './command-io.ts'
import { compareCommand } from './compare-command.ts'
import { configCommand } from './config-command.ts'
import { groupsCommand } from './groups-command.ts'
import { mapCommand } from './map-command.ts'
import { quarantineCommand } from './quarantine-command.ts'
import { restoreCommand } from './restore-command.ts'
import { sendCommand } from './send-command.ts'
import { serveCommand } from './serve-command.ts'
import { shopCommand } from './shop/shop-command.ts'
import { tailCommand } from './tail-command.ts'
import { traceCommand } from './trace-command.ts'
import { tracesCommand } from './traces-command.ts'
import { verifyCommand } from './verify-command.ts'
import { version } from './version.ts'

/** `roentgen`: one thin command a file. */
export function program(io: CommandIo): Command {
  return (
    new Command('roentgen')
      .description('Distributed tracing that speaks AWS X-Ray, on your own machine.')
      .version(version())
      // An option belongs to the command that it stands behind: `shop status --data-dir` is not the shop's own.
      .enablePositionalOptions()
      .showHelpAfterError('(--help lists the options)')
      .addCommand(serveCommand(io), { isDefault: true })
      .addCommand(sendCommand(io))
      .addCommand(traceCommand(io))
      .addCommand(tracesCommand(io))
      .addCommand(tailCommand(io))
      .addCommand(compareCommand(io))
      .addCommand(mapCommand(io))
      .addCommand(groupsCommand(io))
      .addCommand(verifyCommand(io))
      .addCommand(backupCommand(io))
      .addCommand(restoreCommand(io))
      .addCommand(quarantineCommand(io))
      .addCommand(configCommand(io))
      .addCommand(shopCommand(io))
      .addHelpText('after', '\nWithout a command it serves: `roentgen --port 0` is `roentgen serve --port 0`.')
  )
}
