import { type Command, Option } from 'commander'
import { defaultFile } from './config-file.ts'
import { type Configuration, type Flags, fileVariable, resolveConfiguration } from './resolve.ts'
import { flagOf, type Setting, type SettingId, settingIds, settings, variableOf } from './settings.ts'

/** Adds a flag for each of the settings, and --config. */
export function addSettings(command: Command, ids: readonly SettingId[] = settingIds): Command {
  for (const id of ids) command.addOption(settingOption(id))
  return command.addOption(
    new Option('--config <file>', `YAML file of settings (default: ${defaultFile} if it exists, env: ${fileVariable})`),
  )
}

/** Of a command that was given {@link addSettings}. Throws CommandError. */
export async function configurationOf(command: Command, environment: NodeJS.ProcessEnv): Promise<Configuration> {
  const { config, ...flags } = command.opts<Flags & { readonly config?: string }>()
  return resolveConfiguration(flags, config, environment)
}

// Values stay texts here: flags, variables and files are judged in one place, in one way.
export function settingOption(id: SettingId): Option {
  const setting: Setting = settings[id]
  const behind = setting.placeholder === undefined ? '' : ` <${setting.placeholder}>`
  const option = new Option(
    `${flagOf(setting)}${behind}`,
    `${setting.what} (default: ${setting.byDefault}, env: ${variableOf(setting)})`,
  )
  // `--no-auth` is a flag of that name, not the opposite of an --auth.
  return Object.assign(option, { negate: false, attributeName: () => id })
}
