import { readFileSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { parseSync } from 'oxc-parser'

/**
 * What the shipped files of each room may import: other rooms, and whether the room is pure (neither Node nor a package).
 * Lower may not import higher; a room that is not here has no rule yet and fails.
 * @type {Readonly<Record<string, { rooms: readonly string[], pure?: boolean, bundled?: boolean }>>}
 */
export const rooms = {
  trace: { rooms: [], pure: true },
  filter: { rooms: ['trace'], pure: true },
  api: { rooms: ['trace', 'filter'], pure: true },
  store: { rooms: ['trace', 'filter'] },
  embedded: { rooms: [] },
  server: { rooms: ['trace', 'filter', 'api', 'store', 'embedded'] },
  // Its packages are bundled when it is built: nobody who installs it fetches them.
  console: { rooms: ['trace', 'filter', 'api'], bundled: true },
  cli: { rooms: ['trace', 'filter', 'api', 'store', 'embedded', 'server', 'console', 'shop'] },
  // Under examples: a user like any other, who has the public packages only.
  shop: { rooms: [] },
}

/**
 * Whether a file serves tests alone: a test, a builder of test cases, or anything in a folder `fixtures`.
 * @param {string} path
 */
export function isTestSupport(path) {
  return /\.(test|builder)\.tsx?$/.test(path) || /(^|[\\/])fixtures[\\/]/.test(path)
}

/** @typedef {{ file: string, line: number, specifier: string, why: string }} Offence */

/**
 * The imports of one shipped file that its room does not allow.
 * @param {string} root the checkout
 * @param {string} file absolute path, inside packages/ROOM/src or examples/ROOM/src
 * @param {string} source
 * @returns {Offence[]}
 */
export function offendingImports(root, file, source) {
  const [place = '', room = ''] = relative(root, file).split(sep)
  const rule = rooms[room]
  if (!rule) return [{ file, line: 1, specifier: room, why: `the room "${room}" is not in scripts/import-rule.js` }]
  const home = resolve(root, place, room)
  const manifest = JSON.parse(readFileSync(resolve(home, 'package.json'), 'utf8'))
  const declared = Object.keys({
    ...manifest.dependencies,
    ...manifest.optionalDependencies,
    ...manifest.peerDependencies,
    ...(rule.bundled ? manifest.devDependencies : {}),
  })
  return importsOf(file, source).flatMap(({ specifier, start }) => {
    const why = objection(specifier)
    return why ? [{ file, line: source.slice(0, start).split('\n').length, specifier, why }] : []
  })

  /** @param {string} specifier */
  function objection(specifier) {
    if (specifier.startsWith('.')) {
      if (isTestSupport(specifier)) return 'serves tests alone; shipped files may not import it'
      const target = resolve(dirname(file), specifier)
      return target.startsWith(home + sep) ? undefined : `leaves the room ${room}; import @roentgen/… instead`
    }
    if (specifier.startsWith('@roentgen/')) {
      const [, other = '', ...inside] = specifier.split('/')
      // What a package exports besides its index is for its own programs.
      if (other === room) return undefined
      if (inside.length > 0) return `reaches inside ${other}; only its index is public`
      return rule?.rooms.includes(other) ? undefined : `${room} may not import ${other}`
    }
    if (rule?.pure) return `${room} is pure: it imports neither Node nor packages`
    if (specifier.startsWith('node:')) return undefined
    const packageName = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
    return declared.includes(packageName) ? undefined : `${packageName} is not among the dependencies of ${room}`
  }
}

/**
 * @param {string} file
 * @param {string} source
 */
function importsOf(file, source) {
  const { module, errors } = parseSync(file, source)
  const [error] = errors
  if (error) throw new Error(`${file} does not parse: ${error.message}`)
  const found = module.staticImports.map(({ moduleRequest }) => ({
    specifier: moduleRequest.value,
    start: moduleRequest.start,
  }))
  for (const { entries } of module.staticExports)
    for (const { moduleRequest } of entries)
      if (moduleRequest) found.push({ specifier: moduleRequest.value, start: moduleRequest.start })
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^(['"`])([^$]*)\1$/.exec(source.slice(moduleRequest.start, moduleRequest.end))
    if (literal?.[2] !== undefined) found.push({ specifier: literal[2], start: moduleRequest.start })
  }
  return found
}
