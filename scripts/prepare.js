// Plain JavaScript, and nothing from node_modules: this runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { currentBundle } from '../packages/cli/bin/current-bundle.js'
import { mapPageLimit, scriptsOfPage } from './console-size.js'

/** The checkout that this script lies in. */
export const root = fileURLToPath(new URL('..', import.meta.url))

// Inside node_modules, so that it goes when the packages go.
const stampFile = join(root, 'node_modules', '.roentgen-installed')
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
const oldestNode = { major: 20, minor: 19 }

/**
 * Makes the checkout ready to run: the right Node, the packages of package-lock.json, the compiled code.
 * All it says goes to stderr, since stdout may be read by a program (`npm start -- --json`).
 * On failure it says what to do and ends the process.
 * @param {readonly string[]} projects TypeScript projects to build, as folders of the checkout; none builds all
 */
export function prepare(projects = []) {
  refuseOldNode()
  install()
  build(projects)
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > oldestNode.major || (major === oldestNode.major && minor >= oldestNode.minor)) return
  fail(
    `This is Node ${process.versions.node}; Roentgen needs ${oldestNode.major}.${oldestNode.minor} or later.`,
    'Install a current Node from https://nodejs.org (or `nvm install 22`), then run this again.',
  )
}

function install() {
  const stamp = installStamp()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  say('Installing the packages of package-lock.json: about 200 MB come over the network, this once.')
  const started = Date.now()
  // The two --include also hold under NODE_ENV=production or `omit` in a user's .npmrc.
  const npm = npmCommand(['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'])
  const { status, stderr, error } = spawnSync(npm.command, npm.args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 2, 'pipe'],
    shell: npm.shell,
  })
  if (error || status !== 0) {
    process.stderr.write(stderr ?? '')
    fail(`npm ci failed${error ? `: ${error.message}` : ` with status ${status}`}.`, mendOfInstall(stderr ?? ''))
  }
  writeFileSync(stampFile, stamp)
  say(`Installed in ${seconds(started)}.`)
}

/** What the installed packages depend on: the lock file, and the native parts' platform. */
function installStamp() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  return `${lock} ${process.platform} ${process.arch} ${process.versions.modules}\n`
}

/** @param {string[]} args */
function npmCommand(args) {
  // Under `npm start` this is the very npm that the user called.
  const running = process.env.npm_execpath
  if (running?.endsWith('.js')) return { command: process.execPath, args: [running, ...args], shell: false }
  return { command: 'npm', args, shell: process.platform === 'win32' }
}

/** @param {string} output */
export function mendOfInstall(output) {
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|network/i.test(output))
    return 'The package registry was not reached. Connect to the network (or set `npm config set registry` and `proxy` to yours) and run this again; once installed, no network is needed.'
  if (/ENOSPC/.test(output)) return 'The disk is full: about 700 MB are needed. Free some room and run this again.'
  if (/EACCES|EPERM/.test(output)) return `npm may not write here. Make ${root} yours (not root's) and run this again.`
  if (/EUSAGE|in sync/.test(output))
    return 'package.json and package-lock.json disagree. Run `npm install` and commit the lock file.'
  return "npm's own words are above. `rm -rf node_modules` and running this again mends a broken install."
}

/** @param {readonly string[]} projects */
export function build(projects = []) {
  const started = Date.now()
  const { status } = spawnSync(process.execPath, [compiler, '-b', ...projects], { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0)
    fail('The build failed.', 'The errors are above. In an untouched checkout this is a bug: please report it.')
  bundleCommand()
  buildConsole()
  if (Date.now() - started > 2000) say(`Built in ${seconds(started)}.`)
}

/** The command starts from its bundle where that is as new as what it is made of. */
function bundleCommand() {
  if (!existsSync(join(root, 'packages', 'cli', 'dist', 'main.js')) || currentBundle() !== undefined) return
  const bundle = join(root, 'scripts', 'bundle.js')
  const { status } = spawnSync(process.execPath, [bundle], { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0)
    fail(
      'The bundle of the command failed.',
      'The errors are above. In an untouched checkout this is a bug: please report it.',
    )
}

/** Vite has no build of what changed alone: it runs when anything that the console is made of has changed. */
function buildConsole() {
  const home = join(root, 'packages', 'console')
  const stamp = consoleStamp()
  const stampFile = join(home, 'dist', 'site', '.stamp')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: home,
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0)
    fail(
      'The build of the console failed.',
      'The errors are above. In an untouched checkout this is a bug: please report it.',
    )
  refuseLargeConsole(home)
  writeFileSync(stampFile, stamp)
}

/** @param {string} home */
function refuseLargeConsole(home) {
  const site = join(home, 'dist', 'site')
  const manifest = join(home, 'dist', 'manifest.json')
  // Beside the site: it is not for browsers.
  renameSync(join(site, 'manifest.json'), manifest)
  const scripts = scriptsOfPage(site, JSON.parse(readFileSync(manifest, 'utf8')), 'src/map/map-page.tsx')
  const bytes = scripts.reduce((sum, script) => sum + script.bytes, 0)
  if (bytes <= mapPageLimit) return
  const largest = scripts.toSorted((a, b) => b.bytes - a.bytes).map((script) => `${script.bytes} ${script.file}`)
  fail(
    `The scripts of the console's map page take ${bytes} bytes packed; the limit is ${mapPageLimit}.`,
    `Load later what the map does not need at once. Largest first:\n${largest.join('\n')}`,
  )
}

function consoleStamp() {
  const hash = createHash('sha256').update(installStamp())
  for (const place of [
    'console/index.html',
    'console/vite.config.ts',
    'console/public',
    'console/src',
    'trace/src',
    'filter/src',
  ]) {
    const path = join(root, 'packages', ...place.split('/'))
    const files = statSync(path).isFile() ? [''] : readdirSync(path, { recursive: true, encoding: 'utf8' }).sort()
    for (const file of files) {
      const { size, mtimeMs } = statSync(join(path, file))
      if (!/\.test\.tsx?$/.test(file)) hash.update(`${place} ${file} ${size} ${mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}

/** @param {number} started */
function seconds(started) {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`
}

/** @param {string} text */
export function say(text) {
  process.stderr.write(`[roentgen] ${text}\n`)
}

/**
 * @param {string} what
 * @param {string} mend
 * @returns {never}
 */
function fail(what, mend) {
  say(what)
  say(mend)
  process.exit(1)
}
