// `npm run browser` and `npm run screenshots`: the built console in Chromium, against a real server. `--performance` pans
// and zooms a large map, moves about in a large waterfall, opens the map of a large store, and prints what it measured
// beside the limits.
// Exit status 77 says that there is no Chromium, and stdout why. `--install` (.ci/run) tries to get Debian's.
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { prepare, root, say } from './prepare.js'

const skipped = 77
const args = process.argv.slice(2)
const mayInstall = take('--install')
const isScreenshots = take('--screenshots')
const isPerformance = take('--performance')

const found = chromium() ?? (mayInstall ? installed() : undefined)
if (found === undefined) {
  console.log(
    'Skipped: no Chromium here. `apt-get install chromium`, or name the program of any Chrome or Chromium in CHROMIUM.',
  )
  process.exitCode = skipped
} else {
  prepare()
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const config = join(root, 'packages', 'console', 'browser', 'vitest.config.ts')
  const mode = isScreenshots ? ['--mode', 'screenshots'] : isPerformance ? ['--mode', 'performance'] : []
  const { status } = spawnSync(process.execPath, [vitest, 'run', '--config', config, ...mode, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CHROMIUM: found },
  })
  if (isScreenshots && status === 0)
    say(`The pictures are in ${process.env.SCREENSHOTS ?? join(root, '.screenshots')}.`)
  process.exitCode = status ?? 1
}

/** The program that CHROMIUM names, else the first of the usual names on the path. */
function chromium() {
  const named = process.env.CHROMIUM
  if (named !== undefined) return isProgram(named) ? named : undefined
  const folders = (process.env.PATH ?? '').split(delimiter)
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find(isProgram)
}

function installed() {
  for (const step of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']]) {
    const { error, status, stderr } = spawnSync('apt-get', ['--quiet', '--quiet', ...step], {
      encoding: 'utf8',
      timeout: 300_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    if (error === undefined && status === 0) continue
    const why = error?.message ?? (stderr.trim().split('\n').at(-1) || `status ${status}`)
    console.log(`apt-get ${step.join(' ')} did not work here (${why}).`)
    return undefined
  }
  return chromium()
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** @param {string} flag */
function take(flag) {
  const at = args.indexOf(flag)
  if (at >= 0) args.splice(at, 1)
  return at >= 0
}
