import { z } from 'zod/mini'
import { ask } from './ask.ts'
import { type ServiceGraphQuestion, serviceGraphPath, serviceGraphRequest } from './service-graph-question.ts'

const count = z._default(z.number(), 0)
export const statistics = z.object({
  OkCount: count,
  ErrorStatistics: z.object({ ThrottleCount: count, OtherCount: count, TotalCount: count }),
  FaultStatistics: z.object({ OtherCount: count, TotalCount: count }),
  TotalCount: count,
  TotalResponseTime: count,
})
export const histogram = z._default(z.array(z.object({ Value: z.number(), Count: z.number() })), [])
const edge = z.object({
  ReferenceId: z.number(),
  StartTime: z.number(),
  EndTime: z.number(),
  SummaryStatistics: statistics,
  EdgeType: z.optional(z.string()),
  ResponseTimeHistogram: histogram,
  ReceivedEventAgeHistogram: histogram,
})
const service = z.object({
  ReferenceId: z.number(),
  Name: z._default(z.string(), ''),
  Type: z._default(z.string(), ''),
  AccountId: z.optional(z.string()),
  Root: z._default(z.boolean(), false),
  State: z._default(z.string(), ''),
  StartTime: z.number(),
  EndTime: z.number(),
  Edges: z.array(edge),
  SummaryStatistics: z.optional(statistics),
  ResponseTimeHistogram: histogram,
})
const serviceGraph = z.object({
  StartTime: z.optional(z.number()),
  EndTime: z.optional(z.number()),
  Services: z.array(service),
  NextToken: z.optional(z.nullable(z.string())),
  ContainsOldGroupVersions: z._default(z.boolean(), false),
})

/** X-Ray API: ServiceStatistics and EdgeStatistics. Times in seconds. */
export type Statistics = z.infer<typeof statistics>
/** X-Ray API: HistogramEntry list; Value in seconds. */
export type Histogram = z.infer<typeof histogram>
/** X-Ray API: Service. A client has Type `client` and no statistics. */
export type Service = z.infer<typeof service>
/** X-Ray API: Edge, kept at the service that it leaves; ReferenceId is the one that it reaches. */
export type Edge = z.infer<typeof edge>
export type ServiceGraph = z.infer<typeof serviceGraph>

/** X-Ray API: GetServiceGraph, all pages. Times in seconds. */
export async function serviceGraphOf(question: ServiceGraphQuestion, signal?: AbortSignal): Promise<ServiceGraph> {
  const services: Service[] = []
  let token: string | undefined
  let isOld = false
  do {
    const page = await ask(serviceGraphPath, {
      body: serviceGraphRequest(question, token),
      signal,
      shape: serviceGraph,
    })
    services.push(...page.Services)
    isOld ||= page.ContainsOldGroupVersions
    token = page.NextToken ?? undefined
  } while (token !== undefined)
  return { Services: services, ContainsOldGroupVersions: isOld }
}

/** X-Ray API: GetTraceGraph, the map of some traces. */
export function traceGraphOf(traceIds: readonly string[], signal?: AbortSignal): Promise<ServiceGraph> {
  return ask('/TraceGraph', { body: { TraceIds: traceIds }, signal, shape: serviceGraph })
}
