import { seededRandom } from '../../bench/random.ts'
import type { Proof } from '../proof.ts'
import { mapSince, nodeOf, seconds } from './shop-map.ts'
import { openShopProcess, type ShopProcess } from './shop-process.ts'

const kills = 20
const faultWithin = 30
const quietSeconds = 45

/**
 * At the default load, at least nine of ten kills of cartservice or catalogservice are a recorded fault at Frontend within
 * 30 s, and when nothing is killed any more there is none.
 */
export const shopChaos: Proof = async ({ seed, scale, say }) => {
  const random = seededRandom(seed)
  const failures: string[] = []
  const rounds = Math.max(2, Math.round(kills * scale))
  const shop = await openShopProcess(['--seed', String(seed % 1000)])
  const faultAfter: (number | undefined)[] = []
  try {
    await seconds(10)
    for (let round = 1; round <= rounds; round += 1) {
      const victim = random.chance(0.5) ? 'cartservice' : 'catalogservice'
      const killed = Date.now() / 1000
      await shop.command('kill', victim)
      const after = await firstFault(shop, killed)
      faultAfter.push(after)
      say(`${round}/${rounds} killed ${victim}: ${after === undefined ? 'no fault' : `a fault after ${after} s`}`)
      await backAgain(shop)
      await seconds(2 + random.below(8))
    }
    const quiet = Date.now() / 1000
    await seconds(quietSeconds)
    const faults = nodeOf(await mapSince(shop.roentgen, quiet), 'Frontend')?.faults
    if (faults !== 0) failures.push(`${faults} faults at Frontend in ${quietSeconds} s without a kill`)
  } finally {
    await shop.close()
  }
  const seen = faultAfter.filter((after) => after !== undefined).length
  if (seen < 0.9 * rounds) failures.push(`${seen} of ${rounds} kills gave a fault at Frontend within ${faultWithin} s`)
  return { kills: rounds, faultsSeen: seen, secondsToFault: faultAfter, failures }
}

async function firstFault(shop: ShopProcess, since: number): Promise<number | undefined> {
  while (Date.now() / 1000 - since < faultWithin) {
    const frontend = nodeOf(await mapSince(shop.roentgen, since), 'Frontend')
    if (frontend && frontend.faults > 0) return Math.round((Date.now() / 1000 - since) * 10) / 10
    await seconds(0.25)
  }
  return undefined
}

async function backAgain(shop: ShopProcess): Promise<void> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const { services } = JSON.parse(await shop.command('status', '--json')) as {
      services: readonly { readonly replicas: readonly { readonly ready: boolean }[] }[]
    }
    if (services.every(({ replicas }) => replicas.every(({ ready }) => ready))) return
    if (Date.now() > deadline) throw new Error('a killed service is not back after a minute')
    await seconds(0.5)
  }
}
