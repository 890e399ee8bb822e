import { textLiteral } from '@roentgen/filter'
import { z } from 'zod/mini'
import { ask } from './ask.ts'

const flag = z._default(z.boolean(), false)
const text = z.optional(z.nullable(z.string()))
const service = z.object({ Name: z._default(z.string(), ''), Type: z._default(z.string(), '') })
const annotationValue = z.object({
  NumberValue: z.optional(z.nullable(z.number())),
  BooleanValue: z.optional(z.nullable(z.boolean())),
  StringValue: text,
})
const summary = z.object({
  Id: z.string(),
  StartTime: z.number(),
  Duration: z._default(z.number(), 0),
  ResponseTime: z.optional(z.nullable(z.number())),
  HasFault: flag,
  HasError: flag,
  HasThrottle: flag,
  IsPartial: flag,
  Http: z._default(
    z.object({
      HttpURL: text,
      HttpStatus: z.optional(z.nullable(z.number())),
      HttpMethod: text,
      UserAgent: text,
      ClientIp: text,
    }),
    {},
  ),
  Annotations: z._default(z.record(z.string(), z.array(z.object({ AnnotationValue: annotationValue }))), {}),
  Users: z._default(z.array(z.object({ UserName: text })), []),
  ServiceIds: z._default(z.array(service), []),
  EntryPoint: z.optional(z.nullable(service)),
})
const page = z.object({
  TraceSummaries: z.array(summary),
  ApproximateTime: z.optional(z.number()),
  TracesProcessedCount: z._default(z.number(), 0),
  NextToken: z.optional(z.nullable(z.string())),
})

/** X-Ray API: TraceSummary. Times and durations in seconds. */
export type TraceSummary = z.infer<typeof summary>
export type TraceSummaryPage = z.infer<typeof page>

export interface TraceListQuestion {
  readonly start: number
  readonly end: number
  readonly group: string
  readonly filter: string
}

/** X-Ray API: GetTraceSummaries, one page, newest first. A page may be empty and still have a token. */
export function traceSummariesOf(
  question: TraceListQuestion,
  token: string | undefined,
  signal?: AbortSignal,
): Promise<TraceSummaryPage> {
  const expression = withGroup(question.filter, question.group)
  return ask('/TraceSummaries', {
    body: {
      StartTime: question.start,
      EndTime: question.end,
      TimeRangeType: 'TraceId',
      ...(expression !== '' && { FilterExpression: expression }),
      ...(token !== undefined && { NextToken: token }),
    },
    signal,
    shape: page,
  })
}

/** The traces of a group that fit a filter, as one expression. */
export function withGroup(filter: string, group: string): string {
  if (group === 'Default') return filter
  const ofGroup = `group.name = ${textLiteral(group)}`
  return filter.trim() === '' ? ofGroup : `${ofGroup} AND (${filter})`
}
