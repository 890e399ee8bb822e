import { type EntitySelector, FilterError, parseSelector } from '@roentgen/filter'
import type { PeriodStatistics, Store } from '@roentgen/store'
import { type JsonObject, secondsFromMicros } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import type { Groups } from '../groups/groups.ts'
import { readMembers } from '../http/body.ts'
import { refuseToken } from './graphs.ts'
import { groupReference } from './groups.ts'
import { optionalBoolean, optionalCount, optionalString, requiredWindow } from './members.ts'
import type { Operation } from './operations.ts'
import { histogramOf, statisticsOf } from './service-wire.ts'

const longestPeriod = 86_400
/** Buckets of an answer, which is one page: a month of the hours, or a day of the minutes. */
const mostPeriods = 1_500

/** GetTimeSeriesServiceStatistics: requests by period. Buckets without any are left out: clients divide by their count. */
export function getTimeSeriesServiceStatistics(
  serviceStatistics: Store['serviceStatistics'],
  groups: Pick<Groups, 'forMap'>,
): Operation {
  return async (body) => {
    const members = readMembers(body)
    const window = requiredWindow(members)
    refuseToken(members)
    const selector = selectorOf(members)
    // Forecasts come with insights; a client that asks for them gets the bucket without.
    optionalBoolean(members, 'ForecastStatistics')
    const period = periodOf(members)
    const periods = Math.ceil((window.end - window.start) / period)
    if (periods > mostPeriods) throw apiError('tooManyPeriods', periods, mostPeriods)
    const ofGroup = await groups.forMap(groupReference(members))
    const found = await serviceStatistics(window, period, selector, ofGroup?.group)
    return {
      TimeSeriesServiceStatistics: found.map((statistics) => bucketOf(statistics, selector)),
      ContainsOldGroupVersions: ofGroup?.hasOld(window) ?? false,
    }
  }
}

function bucketOf(statistics: PeriodStatistics, selector: EntitySelector | undefined): object {
  const member = selector?.kind === 'service' ? 'ServiceSummaryStatistics' : 'EdgeSummaryStatistics'
  return {
    Timestamp: secondsFromMicros(statistics.start),
    [member]: statisticsOf(statistics),
    ResponseTimeHistogram: histogramOf(statistics.histogram),
  }
}

function selectorOf(members: JsonObject): EntitySelector | undefined {
  const text = optionalString(members, 'EntitySelectorExpression')
  try {
    return text === undefined ? undefined : parseSelector(text)
  } catch (error) {
    if (error instanceof FilterError) throw apiError('badSelector', error.message)
    throw error
  }
}

/** µs. X-Ray's clients use 60 and 300 s. */
function periodOf(members: JsonObject): number {
  const seconds = optionalCount(members, 'Period') ?? 60
  if (seconds < 60 || seconds > longestPeriod || seconds % 60 !== 0) throw apiError('badPeriod', seconds, longestPeriod)
  return seconds * 1_000_000
}
