import { costsOfTree } from '../../bench/process-cost.ts'
import { memoryOfTree, proportionalSet } from '../memory.ts'
import type { Proof } from '../proof.ts'
import { seconds } from './shop-map.ts'
import { openShopProcess } from './shop-process.ts'

const budgetBytes = 2e9
const usualMinutes = 60
const betweenSamples = 10
/** Of the second half over the second quarter; in a shorter run that would be the engine filling its caches. */
const mostGrowth = 0.15
const shortestForGrowth = 20

/** An hour of the default load: everything together stays under 2 GB, does not grow, and leaves no process behind. */
export const shopLoad: Proof = async ({ seed, minutes = usualMinutes, say }) => {
  const failures: string[] = []
  const samples: number[] = []
  const shop = await openShopProcess(['--seed', String(seed % 1000)])
  let processes: number[] = []
  let atEnd: Record<string, number> = {}
  try {
    const end = Date.now() + minutes * 60_000
    while (Date.now() < end) {
      await seconds(betweenSamples)
      samples.push(memoryOfTree(shop.pid))
      if (samples.length % 6 === 0) say(`${samples.length / 6} min: ${megabytes(samples.at(-1))} MB`)
    }
    const status = JSON.parse(await shop.command('status', '--json')) as {
      services: readonly { readonly replicas: readonly { readonly restarts: number }[] }[]
    }
    const restarts = status.services.flatMap(({ replicas }) => replicas).reduce((sum, one) => sum + one.restarts, 0)
    if (restarts > 0) failures.push(`${restarts} services died by themselves`)
    processes = costsOfTree(shop.pid).map(({ pid }) => pid)
    atEnd = megabytesByProgram(shop.pid)
  } finally {
    await shop.close()
  }
  const left = await lasting(processes)
  if (left.length > 0) failures.push(`processes ${left.join(', ')} are left`)
  const peak = Math.max(...samples)
  if (peak > budgetBytes) failures.push(`${megabytes(peak)} MB at most; the budget is ${budgetBytes / 1e6} MB`)
  const quarter = Math.ceil(samples.length / 4)
  const growth = mean(samples.slice(2 * quarter)) / mean(samples.slice(quarter, 2 * quarter)) - 1
  if (minutes >= shortestForGrowth && growth > mostGrowth)
    failures.push(`memory grew by ${Math.round(growth * 100)} % from the second quarter on`)
  return {
    minutes,
    processes: processes.length,
    peakMegabytes: megabytes(peak),
    growth: round(growth),
    atEnd,
    failures,
  }
}

/** Those of the processes that are still there after a moment: the last ones end when they notice that they are alone. */
async function lasting(processes: readonly number[]): Promise<number[]> {
  for (let tries = 0; ; tries += 1) {
    const left = costsOfTree(1)
      .map(({ pid }) => pid)
      .filter((pid) => processes.includes(pid))
    if (left.length === 0 || tries === 10) return left
    await seconds(0.5)
  }
}

/** Megabytes of the command with its Roentgen, of the engine, and of everything else together. */
function megabytesByProgram(shop: number): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const { pid, command } of costsOfTree(shop)) {
    const program = pid === shop ? 'roentgen' : command.includes('engine-process') ? 'engine' : 'shop'
    sums[program] = (sums[program] ?? 0) + megabytes(proportionalSet(pid))
  }
  return sums
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function megabytes(bytes = 0): number {
  return Math.round(bytes / 1e6)
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
