import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Proof } from '../proof.ts'
import { mapSince, missingFrom, seconds } from './shop-map.ts'
import { openShopProcess } from './shop-process.ts'

const budgetSeconds = 90

/**
 * From the command to a complete map in under 90 s, with TypeScript services and, where they can be installed, with those
 * in Python. The Python environment is made before, as it is made once.
 */
export const shopStart: Proof = async ({ seed, say }) => {
  const failures: string[] = []
  const completeSeconds: Record<string, number> = {}
  const dataDir = await mkdtemp(join(tmpdir(), 'roentgen-shop-'))
  try {
    const languages = ['typescript', ...((await pythonIsHere(dataDir)) ? ['python'] : [])]
    for (const language of languages) {
      const begun = Date.now() / 1000
      const shop = await openShopProcess(
        ['--seed', String(seed % 1000), ...(language === 'python' ? ['--python'] : [])],
        dataDir,
      )
      let missing: string[] = []
      do {
        await seconds(0.25)
        missing = missingFrom(await mapSince(shop.roentgen, begun))
      } while (missing.length > 0 && Date.now() / 1000 - begun < budgetSeconds)
      const taken = Math.round((Date.now() / 1000 - begun) * 10) / 10
      completeSeconds[language] = taken
      failures.push(...missing.map((what) => `${language}: no ${what} within ${budgetSeconds} s`))
      say(`${language}: complete after ${taken} s`)
      const status = await shop.close()
      if (status !== 0) failures.push(`${language}: Ctrl-C ended it with ${status}`)
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
  return { completeSeconds, failures }
}

/** Opens and closes one with --python, which makes the environment where that is possible. */
async function pythonIsHere(dataDir: string): Promise<boolean> {
  try {
    await (await openShopProcess(['--python', '--users', '0'], dataDir)).close()
    return true
  } catch {
    return false
  }
}

/** The same in a network namespace that has nothing but loopback: no step may wait for an address outside. */
export const shopAlone: Proof = async ({ seed, say }) => {
  const inside = (script: string) =>
    spawnSync('unshare', ['-rn', 'sh', '-c', `ip link set lo up && ${script}`], { encoding: 'utf8' })
  if (inside('true').status !== 0) {
    say('Network namespaces are not permitted here: not proved.')
    return { skipped: true, failures: [] }
  }
  const main = fileURLToPath(new URL('../main.js', import.meta.url))
  const { status, stdout } = inside(`exec '${process.execPath}' '${main}' shop-start --no-result --seed ${seed}`)
  say(stdout.trim())
  return { failures: status === 0 ? [] : ['shop-start does not hold without a network'] }
}
