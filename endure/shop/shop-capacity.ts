import type { Proof } from '../proof.ts'
import { mapSince, nodeOf, seconds } from './shop-map.ts'
import { openShopProcess, type ShopProcess } from './shop-process.ts'

const minute = 60

/**
 * At the default load, one read unit makes ProductCatalog more than ten times as slow within a minute and is throttled;
 * a minute after forty units are back, neither is so.
 */
export const shopCapacity: Proof = async ({ seed, say }) => {
  const failures: string[] = []
  const shop = await openShopProcess(['--seed', String(seed % 1000)])
  try {
    await seconds(10)
    const before = await measured(shop, minute)
    say(`40 units: ${describe(before)}`)
    await shop.command('capacity', 'ProductCatalog', '--read', '1')
    const starved = await measured(shop, minute)
    say(`1 unit: ${describe(starved)}`)
    if (!(starved.mean > 10 * before.mean))
      failures.push(`the mean grew from ${before.mean} s to ${starved.mean} s only`)
    if (starved.throttled === 0) failures.push('nothing was throttled at one read unit')
    await shop.command('capacity', 'ProductCatalog', '--read', '40')
    await seconds(minute)
    const after = await measured(shop, minute / 2)
    say(`40 units again: ${describe(after)}`)
    if (after.throttled > 0) failures.push(`${after.throttled} reads throttled a minute after 40 units were back`)
    if (after.mean > 10 * before.mean) failures.push(`the mean is still ${after.mean} s`)
    return { before, starved, after, failures }
  } finally {
    await shop.close()
  }
}

interface Measured {
  /** Seconds of a call to ProductCatalog. */
  readonly mean: number
  readonly calls: number
  /** Reads refused. */
  readonly throttled: number
}

async function measured(shop: ShopProcess, length: number): Promise<Measured> {
  const since = Date.now() / 1000
  const earlier = await throttledReads(shop)
  await seconds(length)
  const table = nodeOf(await mapSince(shop.roentgen, since), 'ProductCatalog')
  return {
    mean: Math.round((table?.seconds ?? 0) * 1e4) / 1e4,
    calls: table?.requests ?? 0,
    throttled: (await throttledReads(shop)) - earlier,
  }
}

async function throttledReads(shop: ShopProcess): Promise<number> {
  const { tables } = JSON.parse(await shop.command('capacity', '--json')) as {
    tables: readonly { readonly total: { readonly readThrottled: number } }[]
  }
  return tables[0]?.total.readThrottled ?? 0
}

function describe({ mean, calls, throttled }: Measured): string {
  return `${(mean * 1000).toFixed(1)} ms, ${calls} calls, ${throttled} throttled`
}
