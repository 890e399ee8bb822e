// `npm run imports`: every shipped file imports only what its room may (docs/architecture.md, "Rooms").
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isTestSupport, offendingImports } from './import-rule.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const files = ['packages', 'examples'].flatMap((place) =>
  readdirSync(join(root, place)).flatMap((room) => shippedFiles(join(root, place, room, 'src'))),
)
const offences = files.flatMap((file) => offendingImports(root, file, readFileSync(file, 'utf8')))
for (const { file, line, specifier, why } of offences)
  console.error(`${relative(root, file)}:${line} imports ${specifier}: ${why}`)
console.log(`${files.length} shipped files, ${offences.length} imports against the rule`)
process.exitCode = offences.length > 0 ? 1 : 0

/** @param {string} folder */
function shippedFiles(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !isTestSupport(name))
    .map((name) => join(folder, name))
}
