import type { LiveTracesQuestion, TraceAnnotation, TraceRow } from '@roentgen/api'
import { z } from 'zod/mini'
import { ask } from './ask.ts'

const flag = z._default(z.boolean(), false)
const text = z.optional(z.nullable(z.string()))
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
  Annotations: z._default(
    z.record(
      z.string(),
      z.array(
        z.object({
          AnnotationValue: z.object({
            NumberValue: z.optional(z.nullable(z.number())),
            BooleanValue: z.optional(z.nullable(z.boolean())),
            StringValue: text,
          }),
        }),
      ),
    ),
    {},
  ),
  Users: z._default(z.array(z.object({ UserName: text })), []),
  EntryPoint: z.optional(z.nullable(z.object({ Name: z._default(z.string(), ''), Type: z._default(z.string(), '') }))),
  Revision: z._default(z.number(), 0),
})
const answerShape = z.object({
  traces: z.array(summary),
  gone: z.array(z.string()),
  revision: z.string(),
  more: z.boolean(),
  complete: z.boolean(),
})

/** A trace as the list has it; how many segments it has, a summary does not say. */
export type ArrivedTrace = Omit<TraceRow, 'segments'>

/** What came since, and which traces fit no longer. */
export interface Arrivals {
  readonly traces: readonly ArrivedTrace[]
  readonly gone: readonly string[]
  readonly revision: string
  readonly more: boolean
  readonly complete: boolean
}

/** POST /api/live/traces. */
export async function arrivalsSince(question: LiveTracesQuestion, signal?: AbortSignal): Promise<Arrivals> {
  const answer = await ask('/api/live/traces', { body: question, signal, shape: answerShape })
  return { ...answer, traces: answer.traces.map(rowOf) }
}

function rowOf(one: z.infer<typeof summary>): ArrivedTrace {
  const { Http: http, HasFault: fault, HasError: error, HasThrottle: throttle, IsPartial: partial } = one
  const annotated = annotationsOf(one)
  return {
    id: one.Id,
    start: one.StartTime,
    duration: one.Duration,
    ...(one.ResponseTime != null && { responseTime: one.ResponseTime }),
    ...{ ok: !fault && !error && !partial, error, fault, throttle, partial },
    ...(http.HttpMethod != null && { method: http.HttpMethod }),
    ...(http.HttpURL != null && { url: http.HttpURL }),
    ...(http.HttpStatus != null && { status: http.HttpStatus }),
    ...(http.ClientIp != null && { clientIp: http.ClientIp }),
    ...(http.UserAgent != null && { userAgent: http.UserAgent }),
    users: one.Users.flatMap(({ UserName }) => UserName ?? []),
    ...(one.EntryPoint != null && { entryPoint: { name: one.EntryPoint.Name, type: one.EntryPoint.Type } }),
    annotations: annotated.length,
    annotated,
    revision: one.Revision,
  }
}

function annotationsOf({ Annotations }: z.infer<typeof summary>): readonly TraceAnnotation[] {
  return Object.entries(Annotations).flatMap(([key, values]) =>
    values.flatMap(({ AnnotationValue: { StringValue, NumberValue, BooleanValue } }) => {
      const value = StringValue ?? NumberValue ?? BooleanValue
      return value == null ? [] : [{ key, value }]
    }),
  )
}
