import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { errors } from './errors.ts'
import type { ServiceEntry } from './service-table.ts'
import { copyInstructions, copyUninstrumented, entryOf, type Language, languageOf } from './supervise/service-copy.ts'

/** An uninstrumented service that a person can change and roll out. */
export interface EditedCopy {
  readonly folder: string
  /** The file to begin with. */
  readonly entry: string
}

/** Copies a service without its instrumentation to a folder that does not exist yet, with a note on what to add. */
export async function editService(service: ServiceEntry, shopLanguage: Language, target: string): Promise<EditedCopy> {
  const language = languageOf(service, shopLanguage)
  const folder = resolve(target)
  if (existsSync(folder)) throw errors.folderExists(folder)
  await copyUninstrumented(service, language, folder)
  await copyInstructions(language, folder)
  return { folder, entry: entryOf[language] }
}
