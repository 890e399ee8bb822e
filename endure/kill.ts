import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { costsOfTree } from '../bench/process-cost.ts'
import { type Random, seededRandom } from '../bench/random.ts'
import { type ServerProcess, startServerProcess } from '../bench/server-process.ts'
import { ask, xrayClient } from '../bench/xray-client.ts'
import { Acknowledged } from './acknowledged.ts'
import { endlessDocuments, startLoad } from './load.ts'
import type { Proof } from './proof.ts'
import { differences } from './verified.ts'

/**
 * kill -9 of the server and of its engine, by turns at random, at random moments under load.
 * Holds when each next start needs no hand, every acknowledged segment is in BatchGetTraces, and verify finds nothing.
 */
export const kill: Proof = async ({ seed, scale, say }) => {
  const rounds = Math.round(50 * scale)
  const random = seededRandom(seed)
  const dataDir = await mkdtemp(join(tmpdir(), 'roentgen-endure-'))
  const acknowledged = new Acknowledged()
  const source = endlessDocuments(seed)
  const failures: string[] = []
  const kills = { server: 0, engine: 0 }
  let requestsCut = 0
  let server = await startServerProcess(dataDir)
  let slowestStart = 0
  let client = xrayClient(server.url, 8)
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const victim = random.chance(0.6) ? 'server' : 'engine'
      const before = new Set(acknowledged.traceIds())
      const load = startLoad(() => client, source, acknowledged)
      await milliseconds(150 + random.below(2500))
      kills[victim] += 1
      if (victim === 'server') {
        const ended = once(server.child, 'exit')
        process.kill(server.pid, 'SIGKILL')
        await ended
        await load.stop()
        client.close()
        server = await startServerProcess(dataDir)
        slowestStart = Math.max(slowestStart, server.startMilliseconds)
        client = xrayClient(server.url, 8)
      } else {
        process.kill(enginePid(server), 'SIGKILL')
        // The load goes on: acknowledging must not need the engine.
        await milliseconds(random.below(1000))
        await load.stop()
      }
      requestsCut += load.cut
      const fresh = acknowledged.traceIds().filter((id) => !before.has(id))
      const missing = await patiently(() =>
        acknowledged.missingFrom(client, [...fresh, ...sample([...before], 50, random)]),
      )
      failures.push(...missing.map((what) => `round ${round}, ${victim}: ${what}`))
      say(
        `${round}/${rounds} killed the ${victim}; ${fresh.length} fresh traces, ${missing.length} failures, ${acknowledged.documents} documents so far`,
      )
    }
    await patiently(() => ask(client, '/api/flush', {}))
    failures.push(
      ...(await acknowledged.missingFrom(client, acknowledged.traceIds())).map((what) => `at the end: ${what}`),
    )
    failures.push(...(await differences(client)))
    const status = await server.stop()
    if (status !== 0) failures.push(`SIGTERM ended the server with ${status}`)
  } finally {
    client.close()
    server.child.kill('SIGKILL')
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  return {
    kills,
    acknowledgedDocuments: acknowledged.documents,
    acknowledgedTraces: acknowledged.traceCount,
    requestsCut,
    slowestStartMilliseconds: Math.round(slowestStart),
    failures,
  }
}

function enginePid(server: ServerProcess): number {
  const [, engine] = costsOfTree(server.pid)
  if (!engine) throw new Error('the server has no engine process below it')
  return engine.pid
}

/** Questions may be answered 503 while the engine comes back; that must pass by itself within 30 s. */
async function patiently<T>(question: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 30_000
  for (;;) {
    try {
      return await question()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await milliseconds(100)
    }
  }
}

function sample(from: readonly string[], count: number, random: Random): string[] {
  return Array.from({ length: Math.min(count, from.length) }, () => from[random.below(from.length)] ?? '').filter(
    (id) => id !== '',
  )
}

function milliseconds(duration: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, duration))
}
