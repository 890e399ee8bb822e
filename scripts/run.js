// `npm run bench -- …` and `npm run endure -- …`: install, build, and run the measurement or the long proof.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { prepare, root, say } from './prepare.js'

const [name = ''] = process.argv.splice(2, 1)
prepare()
const main = join(root, 'dist', name, 'main.js')
if (existsSync(main)) await import(pathToFileURL(main).href)
else {
  say(`There is no "${name}"; there are bench and endure.`)
  process.exitCode = 1
}
