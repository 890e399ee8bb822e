import { consoleDirectory } from '@roentgen/console'
import { collectAtRest, type RunningServer, type ServerConfig, startServer } from '@roentgen/server'
import { Command } from 'commander'
import { bannerOf } from './banner.ts'
import type { CommandIo } from './command-io.ts'
import { addSettings, configurationOf } from './configuration/options.ts'
import type { Configuration } from './configuration/resolve.ts'
import { serverConfigOf } from './configuration/server-config.ts'
import { flagOf, settings, type Values } from './configuration/settings.ts'
import { errors } from './errors.ts'

export function serveCommand(io: CommandIo): Command {
  const serve = new Command('serve').description(
    'receive, store and answer: everything, in one program (the default command)',
  )
  return (
    addSettings(serve)
      .option('--json', 'one JSON object a line on stdout: {"ready":true,"port":N} once all listeners are up')
      .addHelpText(
        'after',
        '\nA flag goes before its environment variable, that before the file. See `roentgen config`.',
      )
      // As the default command it is given every word that is no command.
      .allowExcessArguments()
      .action(async ({ json = false }: { json?: boolean }, command: Command) => {
        const [word] = command.args
        if (word !== undefined) throw errors.unknownCommand(word)
        const configuration = await configurationOf(command, io.environment)
        for (const { variable, meant } of configuration.suspects)
          io.remark(`${variable} is no setting. Is ${meant} meant?`)
        for (const remark of notReceivedYet(configuration.values)) io.remark(remark)
        await serveUntilSignal(configuration, json, io)
      })
  )
}

async function serveUntilSignal(configuration: Configuration, json: boolean, io: CommandIo): Promise<void> {
  const stopped = signalled(io)
  const config: ServerConfig = {
    logLevel: json ? 'info' : 'warn',
    consoleDir: consoleDirectory,
    ...serverConfigOf(configuration.values),
  }
  const server = await startServer(config)
  collectAtRest()
  if (json) io.print(JSON.stringify({ ready: true, port: server.port }))
  else io.print(bannerOf(server, config.dataDir, configuration.file))
  await closeAfter(stopped, server)
}

/** Scripts may pass the ports that OTLP will have; that nothing listens there must not be found out by waiting. */
function notReceivedYet(values: Values): string[] {
  return [settings.otlpGrpcPort, settings.otlpHttpPort].flatMap((setting, index) => {
    const port = index === 0 ? values.otlpGrpcPort : values.otlpHttpPort
    return typeof port === 'number' ? [`OTLP is not received yet: nothing listens for ${flagOf(setting)} ${port}.`] : []
  })
}

/** Resolves at the first SIGTERM or SIGINT; the second one ends the process at once. */
function signalled(io: CommandIo): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const stop = () => {
      if (asked) process.exit(130)
      asked = true
      io.remark('Stopping: what was acknowledged is on disk. Once more ends at once.')
      resolve()
    }
    process.on('SIGTERM', stop).on('SIGINT', stop)
  })
}

async function closeAfter(stopped: Promise<void>, server: RunningServer): Promise<void> {
  await stopped
  await server.close()
  // A question still open elsewhere must not keep the process: everything that matters is closed.
  process.exit(0)
}
