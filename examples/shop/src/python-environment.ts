import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errors } from './errors.ts'
import { packageRoot } from './package-root.ts'
import type { Program } from './supervise/child.ts'

const requirements = join(packageRoot, 'python', 'requirements.txt')

/**
 * The interpreter of a virtual environment with the packages of the services in Python, made once in a data directory.
 * Rejects with ShopError where that cannot be had.
 */
export async function preparePython(dataDir: string, say: (line: string) => void): Promise<string> {
  const wanted = readFileSync(requirements)
  const folder = join(dataDir, 'shop', `python-${createHash('sha256').update(wanted).digest('hex').slice(0, 12)}`)
  const python = join(folder, 'bin', 'python')
  const complete = join(folder, 'complete')
  if (existsSync(complete)) return python
  say('Making a virtual environment with Flask, boto3 and the X-Ray SDK for Python, this once')
  await rm(folder, { recursive: true, force: true })
  await run('python3', ['-m', 'venv', folder])
  await run(python, [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--retries',
    '1',
    '-r',
    requirements,
  ])
  await writeFile(complete, '')
  return python
}

function run(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    // An installation that nobody waits for any more would go on for a minute.
    const end = () => child.kill()
    process.once('exit', end)
    let words = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = `${words}${text}`.slice(-4000)
    })
    child.on('error', (error) => reject(errors.noPython(`${error.message}.`)))
    child.on('close', (status) => {
      process.off('exit', end)
      if (status === 0) return resolve()
      const last = words.trim().split('\n').at(-1)
      reject(errors.noPython(`\`${program} ${args.slice(0, 3).join(' ')}\` ended with ${status} (${last}).`))
    })
  })
}

/** A service in Python, behind the shop's launcher: names, lifeline and a server with threads. */
export function pythonProgram(
  python: string,
  entry: string,
  environment: Readonly<Record<string, string>>,
  folder: string,
): Program {
  // The services lie in the package: their bytecode would be left in it, and in the folder that a user edits.
  const clean = { PYTHONDONTWRITEBYTECODE: '1', ...environment }
  return { program: python, args: [join(packageRoot, 'python', 'serve.py'), entry], environment: clean, folder }
}
