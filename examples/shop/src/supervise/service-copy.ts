import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { compiled, packageRoot } from '../package-root.ts'
import type { ServiceEntry } from '../service-table.ts'

export type Language = 'node' | 'python'

/** The program that a service's folder is started by. */
export const entryOf: Readonly<Record<Language, string>> = { node: 'service.js', python: 'service.py' }

/** What a service runs on in a shop of a language: not all of them exist in Python. */
export function languageOf(service: ServiceEntry, shopLanguage: Language): Language {
  return service.inPython ? shopLanguage : 'node'
}

/** Where the shop's own code of a service lies. */
export function ownFolder(service: ServiceEntry, language: Language): string {
  return language === 'node' ? compiled(`services/${service.name}`) : join(packageRoot, 'python', service.name)
}

/** Copies a service without the lines that instrument it into a new folder, ready to be run. */
export async function copyUninstrumented(service: ServiceEntry, language: Language, folder: string): Promise<void> {
  const from = ownFolder(service, language)
  await mkdir(folder, { recursive: true })
  for (const name of await readdir(from)) {
    if (!/(?<!\.test)\.(js|py)$/.test(name)) continue
    await writeFile(join(folder, name), uninstrumented(await readFile(join(from, name), 'utf8')))
  }
  if (language === 'node') {
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n')
    await linkPackages(folder)
  }
}

/** What is left when every line that ends in the mark `X-Ray` is taken out. */
export function uninstrumented(code: string): string {
  return code
    .split('\n')
    .filter((line) => !/(\/\/|#) X-Ray$/.test(line) && !line.startsWith('//# sourceMappingURL='))
    .join('\n')
}

/** The folder's imports are found where this package's are. */
async function linkPackages(folder: string): Promise<void> {
  const express = createRequire(import.meta.url).resolve('express')
  const packages = express.slice(0, express.lastIndexOf('node_modules') + 'node_modules'.length)
  await rm(join(folder, 'node_modules'), { force: true })
  await symlink(packages, join(folder, 'node_modules'), 'junction')
}

/** What the lab's chapter says to do, in the language of the copy. */
export async function copyInstructions(language: Language, folder: string): Promise<void> {
  await cp(join(packageRoot, 'assets', `instrument-${language}.md`), join(folder, 'README.md'))
}
