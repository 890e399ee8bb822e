// `npm run build`: compiles what changed, and bundles the console.
import { build } from './prepare.js'

build()
