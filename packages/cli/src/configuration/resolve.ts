import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { errors } from '../errors.ts'
import { type ConfigFile, defaultFile, readConfigFile } from './config-file.ts'
import { nearest } from './nearest.ts'
import { flagOf, type Setting, type SettingId, settingIds, settings, type Values, variableOf } from './settings.ts'

/** Where the value of a setting was written, as a person finds it again: `--port`, `ROENTGEN_PORT`, `roentgen.yaml:3`. */
export interface Given {
  readonly text: string
  readonly origin: string
}

/** Everything that was said about the server, and by whom. */
export interface Configuration {
  readonly values: Values
  readonly given: { readonly [Id in SettingId]?: Given }
  /** The file that was read; undefined where there is none. */
  readonly file: string | undefined
  /** Variables of the environment that look like settings and are none, with what was probably meant. */
  readonly suspects: readonly { readonly variable: string; readonly meant: string }[]
}

/** What the command line says: the texts behind the flags, by setting. */
export type Flags = { readonly [Id in SettingId]?: string | boolean | readonly string[] }

/**
 * Flag before environment before file before default, each setting on its own.
 *
 * @param namedFile behind --config
 * @throws CommandError that says where the value stands and what it must be
 */
export async function resolveConfiguration(
  flags: Flags,
  namedFile: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<Configuration> {
  const named = namedFile ?? (environment[fileVariable] || undefined)
  const names = settingIds.map((id) => settings[id].name)
  const file = await readConfigFile(named ?? defaultFile, named !== undefined, names)
  const values: Partial<Record<SettingId, unknown>> = {}
  const given: Partial<Record<SettingId, Given>> = {}
  for (const id of settingIds) {
    const setting: Setting = settings[id]
    const found = fromFlag(setting, flags[id]) ?? fromVariable(setting, environment) ?? fromFile(setting, file)
    if (found === undefined) continue
    const value = setting.reader.read(found.text)
    if (value === undefined) throw errors.badSetting(found.origin, setting.name, found.text, setting.reader.wanted)
    values[id] = value
    given[id] = found
  }
  // Each value was made by the reader of its own row, which is what the type says.
  return { values: values as Values, given, file: file?.path, suspects: suspectsIn(environment) }
}

export const fileVariable = 'ROENTGEN_CONFIG'
/** Variables of other commands. */
const foreignVariables = ['ROENTGEN_URL']

function fromFlag(setting: Setting, flag: Flags[SettingId]): Given | undefined {
  if (flag === undefined) return undefined
  return { text: String(flag), origin: flagOf(setting) }
}

function fromVariable(setting: Setting, environment: NodeJS.ProcessEnv): Given | undefined {
  const variable = variableOf(setting)
  const text = environment[variable]
  // Compose files and manifests leave empty what is not set.
  if (text === undefined || text === '' || isKubernetesLink(variable, text)) return undefined
  return { text, origin: variable }
}

function fromFile(setting: Setting, file: ConfigFile | undefined): Given | undefined {
  const value = file?.values.get(setting.name)
  if (file === undefined || value === undefined) return undefined
  const text = setting.isPath ? pathIn(file.path, value.text) : value.text
  return { text, origin: `${file.path}:${value.line}` }
}

function pathIn(file: string, path: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : resolve(dirname(file), path)
}

/**
 * Kubernetes gives each pod beside a service named `roentgen` a ROENTGEN_PORT of this form, which nobody has set.
 * Source: Kubernetes, "Discovering services", environment variables.
 */
function isKubernetesLink(variable: string, text: string): boolean {
  return variable === variableOf(settings.port) && /^(tcp|udp|sctp):\/\//.test(text)
}

function suspectsIn(environment: NodeJS.ProcessEnv): Configuration['suspects'] {
  const known = [...settingIds.map((id) => variableOf(settings[id])), fileVariable, ...foreignVariables]
  return Object.keys(environment)
    .filter((variable) => variable.startsWith('ROENTGEN_') && !known.includes(variable))
    .flatMap((variable) => {
      const meant = nearest(variable, known)
      return meant === undefined ? [] : [{ variable, meant }]
    })
}
