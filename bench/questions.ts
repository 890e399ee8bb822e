import { ask, type XrayClient } from './xray-client.ts'

/** Milliseconds of each repetition. */
export interface QuestionTimes {
  readonly oneTrace: readonly number[]
  readonly fiveTraces: readonly number[]
  readonly newestTraces: readonly number[]
  readonly serviceMap: readonly number[]
}

/** One client asking one question after the other, about traces spread over the whole data set. */
export async function timeQuestions(
  client: XrayClient,
  traceIds: readonly string[],
  repetitions: number,
): Promise<QuestionTimes> {
  const end = Date.now() / 1000 + 60
  const day = { StartTime: end - 86_400, EndTime: end }
  const idsFrom = (index: number, count: number) =>
    Array.from({ length: count }, (_, offset) => traceIds[(index * 37 + offset * 411) % traceIds.length] ?? '')
  const maps = Math.max(5, Math.floor(repetitions / 20))
  return {
    oneTrace: await timed(repetitions, (index) => ask(client, '/Traces', { TraceIds: idsFrom(index, 1) })),
    fiveTraces: await timed(repetitions, (index) => ask(client, '/Traces', { TraceIds: idsFrom(index, 5) })),
    newestTraces: await timed(maps, () => ask(client, '/TraceSummaries', day)),
    serviceMap: await timed(maps, () => ask(client, '/ServiceGraph', day)),
  }
}

/** Segments that the map counts for services with a prefix: what truly arrived. */
export async function segmentsInMap(client: XrayClient, prefix: string): Promise<number> {
  const end = Date.now() / 1000 + 60
  let total = 0
  let token: unknown
  do {
    const page = await ask(client, '/ServiceGraph', {
      StartTime: end - 86_400,
      EndTime: end,
      ...(token ? { NextToken: token } : {}),
    })
    for (const service of page.Services as readonly MapService[])
      if (service.State === 'active' && service.Name.startsWith(prefix))
        total += service.SummaryStatistics?.TotalCount ?? 0
    token = page.NextToken
  } while (token)
  return total
}

interface MapService {
  readonly Name: string
  readonly State: string
  readonly SummaryStatistics?: { readonly TotalCount: number }
}

async function timed(repetitions: number, question: (index: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let index = 0; index < repetitions; index += 1) {
    const before = performance.now()
    await question(index)
    times.push(performance.now() - before)
  }
  return times
}
