import { readFile } from 'node:fs/promises'
import { errors } from '../errors.ts'

/** The text of a setting and the line it stands on. */
export interface FileValue {
  readonly text: string
  readonly line: number
}

export interface ConfigFile {
  /** As it was named. */
  readonly path: string
  /** By the name of the setting. */
  readonly values: ReadonlyMap<string, FileValue>
}

/** Of the file that is read, where it exists, without being named. */
export const defaultFile = 'roentgen.yaml'

/**
 * Reads a YAML file of settings: one mapping, each key the name of a setting, each value a scalar or a list of them.
 *
 * @param isNamed somebody named the file: then it must exist
 * @returns undefined where it need not exist and does not
 * @throws CommandError with file, line and key
 */
export async function readConfigFile(
  path: string,
  isNamed: boolean,
  names: readonly string[],
): Promise<ConfigFile | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (!isNamed && code === 'ENOENT') return undefined
    throw errors.unreadable(path, code)
  }
  // Only now: most servers have no file, and the reader of YAML is a tenth of the code that they load.
  const { valuesOf } = await import('./file-values.ts')
  return { path, values: valuesOf(text, path, names) }
}
