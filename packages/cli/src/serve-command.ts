import { homedir } from 'node:os'
import { join } from 'node:path'
import { type RunningServer, startServer } from '@roentgen/server'
import { Command, InvalidArgumentError, Option } from 'commander'
import { bannerOf } from './banner.ts'
import type { CommandIo } from './command-io.ts'
import { errors } from './errors.ts'

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

interface ServeOptions {
  readonly host: string
  readonly port: number
  readonly dataDir: string
  readonly clickhouse?: string
  readonly defaultSamplingRate?: number
  readonly allowedHost?: string | readonly string[]
  readonly auth: boolean
  readonly logLevel?: (typeof logLevels)[number]
  readonly json?: true
}

const defaultDataDir = join(homedir(), '.roentgen')

export function serveCommand(io: CommandIo): Command {
  return (
    new Command('serve')
      .description('receive, store and answer: everything, in one program (the default command)')
      .addOption(new Option('--host <address>', 'address to listen on').default('127.0.0.1').env('ROENTGEN_HOST'))
      .addOption(
        new Option('--port <number>', 'UDP and TCP port; 0 takes a free one')
          .default(2000)
          .env('ROENTGEN_PORT')
          .argParser(numberBetween(0, 65_535)),
      )
      .addOption(
        new Option('--data-dir <folder>', 'where everything is kept')
          .default(defaultDataDir, '~/.roentgen')
          .env('ROENTGEN_DATA_DIR'),
      )
      .addOption(
        new Option('--clickhouse <url>', 'a ClickHouse server, instead of the embedded engine').env(
          'ROENTGEN_CLICKHOUSE',
        ),
      )
      .addOption(
        new Option(
          '--default-sampling-rate <fraction>',
          'rate of the Default sampling rule (default: 1, with --clickhouse 0.05)',
        )
          .env('ROENTGEN_DEFAULT_SAMPLING_RATE')
          .argParser(numberBetween(0, 1)),
      )
      .addOption(
        new Option('--allowed-host <name...>', 'names besides loopback that requests may be addressed to').env(
          'ROENTGEN_ALLOWED_HOST',
        ),
      )
      .option('--no-auth', 'let anyone in who reaches the port; needed to listen beyond this machine')
      .addOption(
        new Option('--log-level <level>', 'of the log on stderr (default: warn, with --json info)')
          .env('ROENTGEN_LOG_LEVEL')
          .choices(logLevels),
      )
      .option('--json', 'one JSON object a line on stdout: {"ready":true,"port":N} once all listeners are up')
      // As the default command it is given every word that is no command.
      .allowExcessArguments()
      .action((options: ServeOptions, command: Command) => {
        const [word] = command.args
        if (word !== undefined) throw errors.unknownCommand(word)
        return serve(options, io)
      })
  )
}

async function serve(options: ServeOptions, io: CommandIo): Promise<void> {
  const stopped = signalled(io)
  const server = await startServer({
    dataDir: options.dataDir,
    host: options.host,
    port: options.port,
    logLevel: options.logLevel ?? (options.json ? 'info' : 'warn'),
    noAuth: !options.auth || isYes(io.environment.ROENTGEN_NO_AUTH),
    ...(options.clickhouse !== undefined && { clickhouse: options.clickhouse }),
    ...(options.defaultSamplingRate !== undefined && { defaultSamplingRate: options.defaultSamplingRate }),
    ...(options.allowedHost !== undefined && { allowedHosts: namesOf(options.allowedHost) }),
  })
  if (options.json) io.print(JSON.stringify({ ready: true, port: server.port }))
  else io.print(bannerOf(server, options.dataDir))
  await closeAfter(stopped, server)
}

/** The option gives a list, its environment variable one text with commas. */
function namesOf(allowedHost: string | readonly string[]): string[] {
  return [allowedHost]
    .flat()
    .flatMap((names) => names.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '')
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

function numberBetween(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() === '' || !(value >= low && value <= high))
      throw new InvalidArgumentError(`It must be from ${low} to ${high}.`)
    return value
  }
}

function isYes(text: string | undefined): boolean {
  return text !== undefined && /^(1|true|yes)$/i.test(text)
}
