import type { GroupFigures, GroupPeriod, GroupStatistics, GroupsStatistics } from '@roentgen/api'
import type { PeriodStatistics, Store, Window } from '@roentgen/store'
import { bucketValue, type Histogram, type Micros, secondsFromMicros } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import type { Group } from '../groups/group.ts'
import type { Groups } from '../groups/groups.ts'
import type { Route } from '../http/app.ts'
import { bodyOf, sendJson } from '../http/app.ts'
import { readMembers } from '../http/body.ts'
import { optionalCount, optionalString, requiredTime } from '../xray/members.ts'

const minute = 60_000_000
/** Of each group in an answer. */
const mostPeriods = 1_500

interface GroupsParts {
  readonly store: Pick<Store, 'serviceStatistics' | 'traceCounts'>
  readonly groups: Pick<Groups, 'all' | 'find' | 'forMap'>
}

/** How many traces each group has, and how the requests of clients in it went: from the rows of the map. */
export function groupsRoutes({ store, groups }: GroupsParts): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/api/groups/statistics',
      answer: async (request, reply) => {
        const members = readMembers(await bodyOf(request))
        const window = { start: requiredTime(members, 'start'), end: requiredTime(members, 'end') }
        const seconds = optionalCount(members, 'period')
        const period = seconds === undefined ? undefined : seconds * 1_000_000
        const length = Math.max(0, window.end - window.start)
        if (period !== undefined && (period % minute !== 0 || period === 0 || length / period > mostPeriods))
          throw apiError('badPeriod', seconds ?? 0, 86_400)
        const name = optionalString(members, 'group')
        const asked = name === undefined ? await groups.all() : [await groups.find({ name, arn: undefined })]
        const found: GroupStatistics[] = []
        // One after the other: a page of groups must not keep everyone else's questions waiting.
        for (const group of asked) found.push(await statisticsOf(group, window, period))
        return sendJson(reply, { groups: found } satisfies GroupsStatistics)
      },
    },
  ]

  async function statisticsOf(group: Group, window: Window, period: number | undefined): Promise<GroupStatistics> {
    const ofMap = await groups.forMap({ name: group.name, arn: undefined })
    // Rows of days and hours answer a long window where its periods are not wanted.
    const span = period ?? (window.end - window.start > 48 * 60 * minute ? 24 * 60 * minute : 60 * minute)
    const [requests, traces] = await Promise.all([
      store.serviceStatistics(window, span, undefined, ofMap?.group),
      store.traceCounts(window, span, ofMap?.group),
    ])
    return {
      name: group.name,
      arn: group.arn,
      filter: group.expression ?? null,
      containsOldVersions: ofMap?.hasOld(window) ?? false,
      ...figuresOf(requests, [...traces.values()]),
      ...(period === undefined ? {} : { periods: periodsOf(requests, traces) }),
    }
  }
}

function periodsOf(requests: readonly PeriodStatistics[], traces: ReadonlyMap<Micros, number>): GroupPeriod[] {
  const byStart = new Map(requests.map((one) => [one.start, one]))
  const starts = [...new Set([...byStart.keys(), ...traces.keys()])].sort((a, b) => a - b)
  return starts.map((start) => {
    const own = byStart.get(start)
    return { start: secondsFromMicros(start), ...figuresOf(own === undefined ? [] : [own], [traces.get(start) ?? 0]) }
  })
}

function figuresOf(requests: readonly PeriodStatistics[], traces: readonly number[]): GroupFigures {
  const sum = (of: (one: PeriodStatistics) => number) => requests.reduce((total, one) => total + of(one), 0)
  const histogram = new Map<Micros, number>()
  for (const one of requests)
    for (const [bucket, count] of one.histogram) histogram.set(bucket, (histogram.get(bucket) ?? 0) + count)
  const ended = [...histogram.values()].reduce((total, count) => total + count, 0)
  return {
    traces: traces.reduce((total, count) => total + count, 0),
    ok: sum(({ ok }) => ok),
    error: sum(({ error }) => error),
    throttle: sum(({ throttle }) => throttle),
    fault: sum(({ fault }) => fault),
    mean: ended === 0 ? null : sum(({ totalTime }) => totalTime) / ended / 1e6,
    p50: quantile(histogram, ended, 0.5),
    p95: quantile(histogram, ended, 0.95),
    p99: quantile(histogram, ended, 0.99),
  }
}

/** The bucket of the request at position floor(share × ended), from 0, of all in order. */
function quantile(histogram: Histogram, ended: number, share: number): number | null {
  let left = Math.floor(share * ended)
  for (const [bucket, count] of [...histogram].sort(([a], [b]) => a - b)) {
    if (left < count) return bucketValue(bucket)
    left -= count
  }
  return null
}
