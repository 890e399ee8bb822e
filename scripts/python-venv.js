// A fresh Python environment for the checks that drive the server with foreign clients.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** The exit status that says that a check was skipped; stdout says why. (.ci/run) */
export const skipped = 77

/**
 * Where the programs of a fresh environment with these packages are; undefined, and said why, where that cannot be had.
 * @param {string} folder @param {string[]} packages @returns {string | undefined}
 */
export function venvWith(folder, packages) {
  const programs = join(folder, 'venv', 'bin')
  /** @type {[program: string, args: string[]][]} */
  const steps = [
    ['python3', ['-m', 'venv', join(folder, 'venv')]],
    [
      join(programs, 'python'),
      ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--retries', '1', ...packages],
    ],
  ]
  for (const [program, args] of steps) {
    const { error, status, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 180_000 })
    if (error === undefined && status === 0) continue
    const why = error?.message ?? (stderr.trim().split('\n').at(-1) || `status ${status}`)
    console.log(`Skipped: ${program} ${args.slice(0, 3).join(' ')} did not work here (${why}).`)
    return undefined
  }
  return programs
}
