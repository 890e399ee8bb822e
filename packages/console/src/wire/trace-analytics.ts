import type {
  TraceActivity,
  TraceFigures,
  TraceGroups,
  TraceGroupsRequest,
  TraceKeyValue,
  TraceList,
  TraceListRequest,
  TraceSetQuestion,
  TraceValuesRequest,
} from '@roentgen/api'
import { z } from 'zod/mini'
import { ask } from './ask.ts'
import { figuresShape } from './trace-sets.ts'

const scalar = z.union([z.string(), z.number(), z.boolean()])
const keyValue = { value: z.nullable(scalar), type: z.optional(z.string()), filter: z.nullable(z.string()) }
const groupsShape = z.object({
  total: figuresShape,
  distinct: z.number(),
  groups: z.array(z.object({ ...keyValue, ...figuresShape.shape, share: z.number() })),
})
const states = z.object({
  fault: z.number(),
  throttle: z.number(),
  error: z.number(),
  ok: z.number(),
  rest: z.number(),
})
const activityShape = z.object({
  period: z.number(),
  periods: z.array(z.object({ ...figuresShape.shape, start: z.number(), states })),
})
const valuesShape = z.object({ values: z.array(z.object({ ...keyValue, count: z.number() })) })
const listShape = z.object({
  traces: z.array(
    z.object({
      id: z.string(),
      start: z.number(),
      duration: z.number(),
      responseTime: z.optional(z.number()),
      ok: z.boolean(),
      error: z.boolean(),
      fault: z.boolean(),
      throttle: z.boolean(),
      partial: z.boolean(),
      method: z.optional(z.string()),
      url: z.optional(z.string()),
      status: z.optional(z.number()),
      clientIp: z.optional(z.string()),
      userAgent: z.optional(z.string()),
      users: z.array(z.string()),
      entryPoint: z.optional(z.object({ name: z.string(), type: z.string() })),
      segments: z.number(),
      annotations: z.number(),
      annotated: z.array(z.object({ key: z.string(), value: scalar })),
      revision: z.number(),
    }),
  ),
  after: z.nullable(z.string()),
})

/** POST /api/traces/count. */
export function figuresOf(set: TraceSetQuestion, signal?: AbortSignal): Promise<TraceFigures> {
  return ask('/api/traces/count', { body: set, signal, shape: figuresShape })
}

/** POST /api/traces/group-by. */
export function groupsBy(question: TraceGroupsRequest, signal?: AbortSignal): Promise<Omit<TraceGroups, 'by'>> {
  return ask('/api/traces/group-by', { body: question, signal, shape: groupsShape })
}

/** POST /api/traces/activity, of as many periods as the server finds good. */
export function activityOf(set: TraceSetQuestion, signal?: AbortSignal): Promise<TraceActivity> {
  return ask('/api/traces/activity', { body: set, signal, shape: activityShape })
}

/** POST /api/traces/values. */
export async function valuesOf(
  question: TraceValuesRequest,
  signal?: AbortSignal,
): Promise<readonly (TraceKeyValue & { readonly count: number })[]> {
  return (await ask('/api/traces/values', { body: question, signal, shape: valuesShape })).values
}

/** POST /api/traces/list, one page. */
export function tracesBy(question: TraceListRequest, signal?: AbortSignal): Promise<TraceList> {
  return ask('/api/traces/list', { body: question, signal, shape: listShape })
}
