// `npm start -- ARGUMENTS`: install, build, and run `roentgen ARGUMENTS`, from a clean clone or the hundredth time.

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { prepare, root } from './prepare.js'

prepare(['packages/cli'])
// In this process, so that a signal reaches the server itself and not a parent that may die first.
const main = join(root, 'packages', 'cli', 'bin', 'roentgen.js')
await import(pathToFileURL(main).href)
