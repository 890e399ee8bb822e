import { setTimeout as sleep } from 'node:timers/promises'
import { ask } from '../bench/xray-client.ts'
import { Acknowledged } from './acknowledged.ts'
import { endlessDocuments, startLoad } from './load.ts'
import { memoryOfEach } from './memory.ts'
import { readMetrics, sumOf } from './metrics.ts'
import type { Proof } from './proof.ts'
import { differences } from './verified.ts'
import { withServer } from './with-server.ts'

const rate = 1000
const secondsBetweenLooks = 5
/** Memory is flat when its straight line grows by less over what follows the first ten minutes, bytes. */
const growthAllowed = 50 * 2 ** 20
/** Over less than this the engine's caches still fill, and a line says nothing; s. */
const shortestJudged = 600
const mebibyte = 2 ** 20

interface Look {
  readonly seconds: number
  readonly server: number
  readonly engine: number
  /** Documents in write-ahead files, bytes. */
  readonly backlog: number
}

/**
 * Two hours at 1,000 segments a second. Holds when the memory of both processes is flat after ten minutes (a run of less
 * than 15 minutes cannot tell, and only gives the figures), the backlog goes back to zero, nothing acknowledged is missing, and the log has no error.
 */
export const soak: Proof = ({ seed, scale, minutes = 120 * scale, say }) =>
  withServer(async (server, client) => {
    const failures: string[] = []
    const acknowledged = new Acknowledged(64)
    const load = startLoad(() => client, endlessDocuments(seed), acknowledged, { rate, lanes: 4 })
    const looks: Look[] = []
    const began = performance.now()
    const seconds = () => (performance.now() - began) / 1000
    while (seconds() < minutes * 60 && server.child.exitCode === null) {
      await sleep(secondsBetweenLooks * 1000)
      const [own = 0, engine = 0] = memoryOfEach(server.pid)
      const backlog = sumOf(await readMetrics(server.url), 'roentgen_write_ahead_bytes')
      looks.push({ seconds: seconds(), server: own, engine, backlog })
      if (looks.length % 12 === 0)
        say(
          `${Math.round(seconds() / 60)} of ${minutes} minutes: server ${inMebibytes(own)}, engine ${inMebibytes(engine)}, backlog ${inMebibytes(backlog)} MiB`,
        )
    }
    await load.stop()
    const stopped = performance.now()
    await ask(client, '/api/flush', {})
    const backlogSeconds = (performance.now() - stopped) / 1000
    const backlog = sumOf(await readMetrics(server.url), 'roentgen_write_ahead_bytes')
    if (backlog > 0) failures.push(`a backlog of ${backlog} bytes stays`)
    if (backlogSeconds > 10) failures.push(`the backlog was there for ${backlogSeconds} s after the load`)
    if (load.cut + load.refused > 0) failures.push(`${load.cut} requests were cut and ${load.refused} refused`)
    const settled = looks.filter((look) => look.seconds > Math.min(600, (minutes * 60) / 3))
    const growth = { server: growthOf(settled, 'server'), engine: growthOf(settled, 'engine') }
    const isLongEnough = (settled.at(-1)?.seconds ?? 0) - (settled[0]?.seconds ?? 0) >= shortestJudged
    for (const [name, bytes] of Object.entries(growth))
      if (isLongEnough && bytes > growthAllowed)
        failures.push(`the memory of the ${name} grew by ${inMebibytes(bytes)} MiB`)
    say('asking for what was acknowledged, and verifying')
    failures.push(...(await acknowledged.missingFrom(client, acknowledged.traceIds())))
    failures.push(...(await differences(client)))
    return {
      minutes,
      documentsKeptInMind: acknowledged.documents,
      backlogSeconds,
      growthMebibytes: { server: inMebibytes(growth.server), engine: inMebibytes(growth.engine) },
      looks: looks
        .filter((_, index) => index % Math.ceil(looks.length / 60) === 0)
        .map((look) => ({
          seconds: Math.round(look.seconds),
          server: inMebibytes(look.server),
          engine: inMebibytes(look.engine),
          backlog: inMebibytes(look.backlog),
        })),
      failures,
    }
  })

/** By how much the straight line through the looks rises from the first to the last (least squares), bytes. */
function growthOf(looks: readonly Look[], of: 'server' | 'engine'): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const time = mean(looks.map(({ seconds }) => seconds))
  const memory = mean(looks.map((look) => look[of]))
  let products = 0
  let squares = 0
  for (const look of looks) {
    products += (look.seconds - time) * (look[of] - memory)
    squares += (look.seconds - time) ** 2
  }
  const span = (looks.at(-1)?.seconds ?? 0) - (looks[0]?.seconds ?? 0)
  return squares === 0 ? 0 : (products / squares) * span
}

function inMebibytes(bytes: number): number {
  return Math.round(bytes / mebibyte)
}
