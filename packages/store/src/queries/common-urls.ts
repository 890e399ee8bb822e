import { urlNumberSql } from '../value-numbers.ts'
import { anyOf } from './matching-traces.ts'

/** A counter takes 8 bytes, in each thread. */
const mostCounters = 1_048_576
const fewestCounters = 1024

/**
 * Of the number of a URL: may so many traces have it, one that is in both sets counting twice? Where most traces have a URL of their
 * own, to count each costs nearly as much as all other values together. So URLs are first counted by the lowest bits of their
 * numbers, about two to a counter: of a counter below `fewest`, no URL has as many.
 *
 * Cost: one column of numbers and the filters', of all rows. GLOBAL: on a cluster the counters of all shards.
 */
export function mayBeCommonSql(
  number: string,
  conditions: readonly string[],
  { traces, fewest }: { readonly traces: number; readonly fewest: number },
): string {
  const counters = 2 ** Math.round(Math.log2(Math.min(mostCounters, Math.max(fewestCounters, traces / 2))))
  const counterOf = (sql: string) => `toUInt32(bitAnd(${sql}, ${counters - 1}))`
  const own = counterOf(urlNumberSql('http_numbers'))
  return `${counterOf(number)} global in (
            select arrayJoin(arrayFilter((at, traces) -> traces >= ${fewest}, range(toUInt32(${counters})), counts))
            from (
              select arrayMap(
                (once, again) -> once + again,
                countResample(0, ${counters}, 1)(${own}),
                countResampleIf(0, ${counters}, 1)(${own}, ${conditions.join('\n                  and ')})
              ) as counts
              from summaries final
              where ${anyOf(conditions)}
            )
          )`
}
