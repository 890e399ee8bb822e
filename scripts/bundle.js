// Bundles the compiled code of `roentgen` and of its server's threads, of which a start would read some 480 files one by one, and as
// many of their packages (docs/decisions/189). `npm run build` runs it; packages/cli/bin/roentgen.js uses what it made.
import { rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = fileURLToPath(new URL('..', import.meta.url))
const home = join(root, 'packages', 'cli', 'bundle')
const threads = ['ingest-thread', 'udp-thread']
/** What finds files beside its own, and what few starts load. */
const apart = /^(@roentgen\/(embedded|console|shop)|chdb|yaml)(\/|$)/

const moved = new Set()
const threadsBesideServer = {
  name: 'threads-beside-server',
  /** @param {string} code */
  transform(code) {
    const found = threads.filter((thread) => code.includes(`'../../dist/${thread}.js'`))
    if (found.length === 0) return null
    for (const thread of found) moved.add(thread)
    const moving = found.reduce((text, thread) => text.replace(`'../../dist/${thread}.js'`, `'./${thread}.js'`), code)
    // Each on its line as before: the map that there is holds.
    return { code: moving, map: null }
  },
}

/**
 * Each entry of its own: code that two of them shared would lie in a third file, with more than either needs.
 *
 * @param {string} name
 * @param {string} entry
 * @param {boolean} inOne what is imported later is in the same file
 * @returns {Promise<string[]>} the modules that it is made of
 */
async function write(name, entry, inOne) {
  const bundle = await rolldown({
    input: { [name]: join(root, entry) },
    platform: 'node',
    external: apart,
    plugins: [threadsBesideServer],
  })
  try {
    const chunkFileNames = `${name}-[name]-[hash].js`
    const codeSplitting = inOne ? false : undefined
    const { output } = await bundle.write({ dir: home, format: 'esm', sourcemap: true, chunkFileNames, codeSplitting })
    return output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
  } finally {
    await bundle.close()
  }
}

rmSync(home, { recursive: true, force: true })
const modules = await write('main', 'packages/cli/dist/main.js', false)
// A thread imports something at its first error, when another build may have taken this one's place.
for (const thread of threads) modules.push(...(await write(thread, `packages/server/dist/${thread}.js`, true)))
if (moved.size < threads.length) throw new Error('The server says in other words than before where its threads lie.')

// Each is written anew when the compiler has compiled a package, or npm has installed one.
const witnesses = new Set(['node_modules/.package-lock.json'])
for (const module of modules) {
  const [, name] = /^packages\/([^/]+)\/dist\//.exec(relative(root, module).replaceAll('\\', '/')) ?? []
  if (name !== undefined) witnesses.add(`packages/${name}/tsconfig.tsbuildinfo`)
}
// Last: it says that the others are whole.
writeFileSync(join(home, 'made-of.json'), JSON.stringify([...witnesses]))
