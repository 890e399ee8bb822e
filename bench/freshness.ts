import { randomBytes } from 'node:crypto'
import { ask, type XrayClient } from './xray-client.ts'

/** Milliseconds from the acknowledgement of a one-segment trace to its being in the list, and in the map. */
export interface Freshness {
  readonly list: readonly number[]
  readonly map: readonly number[]
}

// Each poll of the map is paid for by the server that is measured: often enough for the budget of a second, not more.
const pollMilliseconds = 100
const giveUpMilliseconds = 30_000
const secondsBetweenProbes = 1

/** Probes until the signal, one a second in turn for list and map. A probe that never shows counts as 30 s. */
export async function measureFreshness(client: XrayClient, until: AbortSignal): Promise<Freshness> {
  const list: number[] = []
  const map: number[] = []
  for (let probe = 0; !until.aborted; probe += 1) {
    // Half a millisecond of 20 s ago holds few traces besides the probe, so that asking costs next to nothing.
    const start = Math.floor(Date.now() / 1000) - 20 + 0.0004
    const name = `probe-${randomBytes(4).toString('hex')}`
    const document = {
      trace_id: `1-${randomBytes(4).toString('hex')}-${randomBytes(12).toString('hex')}`,
      id: randomBytes(8).toString('hex'),
      name,
      start_time: start,
      end_time: start + 0.0001,
    }
    const answer = await client.post(
      '/TraceSegments',
      JSON.stringify({ TraceSegmentDocuments: [JSON.stringify(document)] }),
    )
    if (answer.status === 200) {
      const acknowledged = performance.now()
      const inMap = probe % 2 === 1
      const window = { StartTime: start - 0.0002, EndTime: start + 0.0003 }
      const found = async () => {
        if (!inMap) return isInList(await ask(client, '/TraceSummaries', window), document.trace_id)
        return isInMap(await ask(client, '/ServiceGraph', window), name)
      }
      while (!(await found()) && performance.now() - acknowledged < giveUpMilliseconds) await sleep(pollMilliseconds)
      ;(inMap ? map : list).push(performance.now() - acknowledged)
    }
    await sleep(secondsBetweenProbes * 1000)
  }
  return { list, map }
}

function isInList(body: Record<string, unknown>, traceId: string): boolean {
  return (body.TraceSummaries as readonly { Id: string }[]).some(({ Id }) => Id === traceId)
}

function isInMap(body: Record<string, unknown>, name: string): boolean {
  return (body.Services as readonly { Name: string }[]).some(({ Name }) => Name === name)
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
