import type {
  TraceActivity,
  TraceGroups,
  TraceHistogramReport,
  TraceList,
  TraceListOrder,
  TraceValues,
} from '@roentgen/api'
import { groupOrders, noTraces, type QuestionsOfSets, type Store, traceKeyNames, traceOrders } from '@roentgen/store'
import { type JsonObject, secondsFromMicros } from '@roentgen/trace'
import { compareSets } from '../analytics/compare.ts'
import { binOf, figuresOf, rowOf } from '../analytics/figures.ts'
import { keyOf, keyText, keyValue } from '../analytics/key-filter.ts'
import { readPlace, writePlace } from '../analytics/list-token.ts'
import { traceSetOf } from '../analytics/trace-set.ts'
import { apiError } from '../errors.ts'
import type { Route } from '../http/app.ts'
import { bodyOf, sendJson } from '../http/app.ts'
import { readMembers } from '../http/body.ts'
import { departureOf } from '../http/departure.ts'
import type { FilterReading } from '../xray/filter-member.ts'
import {
  choice,
  optionalCount,
  optionalNumber,
  optionalObject,
  optionalString,
  optionalStrings,
  requiredString,
} from '../xray/members.ts'

const mostPeriods = 2_000
/** Fewer traces tell nothing of two sets that have more. */
const fewestOfMost = 1_000
/** Of a chart that says nothing of its periods. */
const usualPeriods = 60
/** Keys whose annotations rows of a list have. */
const mostKeys = 100

interface AnalyticsParts {
  readonly store: Pick<Store, 'until'>
  readonly filters: FilterReading
}

type Answer = (members: JsonObject, store: QuestionsOfSets) => Promise<object>

/** Questions about all traces of a set; docs/reference/analytics.md. */
export function analyticsRoutes({ store: stored, filters }: AnalyticsParts): readonly Route[] {
  const answers: Readonly<Record<string, Answer>> = {
    count: async (members, store) => figuresOf(await store.statistics(await traceSetOf(members, filters))),

    list: async (members, store): Promise<TraceList> => {
      const set = await traceSetOf(members, filters)
      const order: TraceListOrder = choice(members, 'order', traceOrders) ?? 'start'
      const direction = choice(members, 'direction', ['asc', 'desc']) ?? 'desc'
      const limit = limitOf(members, 100)
      const asked = { set, order, direction }
      const token = optionalString(members, 'after')
      const after = token === undefined ? undefined : readPlace(token, asked)
      const keys = optionalStrings(members, 'annotations') ?? []
      if (keys.length > mostKeys) throw apiError('outOfRange', 'annotations', `${keys.length} keys`, 0, mostKeys)
      const page = await store.orderedTraces({ set, order, descending: direction === 'desc', limit, after })
      return {
        traces: page.traces.map((trace) => rowOf(trace, keys)),
        after: page.last === undefined ? null : writePlace(page.last, asked),
      }
    },

    'group-by': async (members, store): Promise<TraceGroups> => {
      const set = await traceSetOf(members, filters)
      const key = keyOf(requiredString(members, 'by'))
      const question = {
        ...{ set, key, limit: limitOf(members, 50) },
        order: choice(members, 'order', groupOrders) ?? 'count',
        descending: choice(members, 'direction', ['asc', 'desc']) !== 'asc',
        contains: optionalString(members, 'contains') ?? '',
      }
      const { total, distinct, groups } = await store.groupedTraces(question)
      return {
        by: keyText(key),
        total: figuresOf(total),
        distinct,
        groups: groups.map(({ value, ...statistics }) => ({
          ...keyValue(key, value),
          share: total.count === 0 ? 0 : statistics.count / total.count,
          ...figuresOf(statistics),
        })),
      }
    },

    histogram: async (members, store): Promise<TraceHistogramReport> => {
      const set = await traceSetOf(members, filters)
      const {
        statistics: [figures = noTraces],
        equal,
        log,
      } = await store.histogram([set])
      return { figures: figuresOf(figures), equal: equal.map(binOf), log: log.map(binOf) }
    },

    activity: async (members, store): Promise<TraceActivity> => {
      const set = await traceSetOf(members, filters)
      const length = (set.window.end - set.window.start) / 1e6
      const period = optionalNumber(members, 'period') ?? Math.max(1, Math.ceil(length / usualPeriods))
      const shortest = Math.max(1, Math.ceil(length / mostPeriods))
      if (!(period >= shortest && period <= 366 * 86_400))
        throw apiError('outOfRange', 'period', String(period), shortest, 366 * 86_400)
      const periods = await store.activity(set, Math.round(period * 1e6))
      return {
        period,
        periods: periods.map(({ start, states, ...statistics }) => ({
          start: secondsFromMicros(start),
          states,
          ...figuresOf(statistics),
        })),
      }
    },

    values: async (members, store): Promise<TraceValues> => {
      const set = await traceSetOf(members, filters)
      const key = keyOf(requiredString(members, 'by'))
      const contains = optionalString(members, 'contains') ?? ''
      const values = await store.frequentValues({ set, key, contains, limit: limitOf(members, 50) })
      return { values: values.map(({ value, count }) => ({ ...keyValue(key, value), count })) }
    },

    compare: async (members, store) => {
      const [a, b] = await Promise.all(
        (['a', 'b'] as const).map((name) => traceSetOf(required(members, name), filters)),
      )
      if (a === undefined || b === undefined) throw apiError('missingMember', 'a and b')
      const keys = optionalStrings(members, 'by')?.map(keyOf) ?? traceKeyNames
      if (keys.length > 50) throw apiError('outOfRange', 'by', `${keys.length} keys`, 1, 50)
      const most = optionalCount(members, 'most')
      if (most !== undefined && most < fewestOfMost)
        throw apiError('outOfRange', 'most', String(most), fewestOfMost, 1e9)
      return compareSets(store, { sets: [a, b], keys, limit: limitOf(members, 20), most })
    },
  }
  return Object.entries(answers).map(([name, answer]) => ({
    method: 'POST',
    path: `/api/traces/${name}`,
    answer: async (request, reply) => {
      const store = stored.until(departureOf(reply))
      return sendJson(reply, await answer(readMembers(await bodyOf(request)), store))
    },
  }))
}

function required(members: JsonObject, name: string): JsonObject {
  const member = optionalObject(members, name)
  if (member === undefined) throw apiError('missingMember', name)
  return member
}

function limitOf(members: JsonObject, usual: number): number {
  const limit = optionalCount(members, 'limit') ?? usual
  if (limit < 1 || limit > 1_000) throw apiError('outOfRange', 'limit', String(limit), 1, 1_000)
  return limit
}
