import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pythonProgram } from '../python-environment.ts'
import { services } from '../service-table.ts'
import { nodeProgram } from './child.ts'
import type { Launch } from './replica.ts'
import { copyUninstrumented, entryOf, languageOf, ownFolder } from './service-copy.ts'

/**
 * How replicas are started from each source. Makes the uninstrumented copies of all services.
 * @param plain the folder for those copies, which is emptied
 * @param python the interpreter for the services that there are in Python; without it all run on Node
 */
export async function prepareLaunch(
  plain: string,
  python: string | undefined,
  environment: Readonly<Record<string, string>>,
): Promise<Launch> {
  const shopLanguage = python === undefined ? 'node' : 'python'
  await rm(plain, { recursive: true, force: true })
  for (const service of services)
    await copyUninstrumented(service, languageOf(service, shopLanguage), join(plain, service.name))

  return (service, source, port) => {
    const language = languageOf(service, shopLanguage)
    const folder =
      source.kind === 'folder'
        ? source.folder
        : source.kind === 'instrumented'
          ? ownFolder(service, language)
          : join(plain, service.name)
    const entry = join(folder, entryOf[language])
    const given = { ...environment, PORT: String(port) }
    return language === 'node' || python === undefined
      ? nodeProgram(entry, given, folder)
      : pythonProgram(python, entry, given, folder)
  }
}
