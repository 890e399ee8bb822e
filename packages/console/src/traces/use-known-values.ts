import type { TraceKey } from '@roentgen/api'
import type { GroupFilter } from '@roentgen/filter'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { printRange, windowOf } from '../view/range.ts'
import { useView } from '../view/use-view.ts'
import { groupsOf } from '../wire/groups.ts'
import { type Service, serviceGraphOf } from '../wire/service-graph.ts'
import { valuesOf } from '../wire/trace-analytics.ts'
import type { Offered } from './offers.ts'

interface Known {
  /**
   * What completions offer: services and types of the window's map, the groups, and values that its traces have. Waits
   * for what is not there yet.
   */
  readonly known: () => Promise<Offered>
  readonly groups: readonly GroupFilter[]
}

export function useKnownValues(): Known {
  const { range } = useView()
  const questions = useQueryClient()
  const services = useMemo(
    () => ({
      queryKey: ['known services', printRange(range)],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await serviceGraphOf({ ...windowOf(range, Date.now() / 1000), group: 'Default' }, signal)).Services,
      staleTime: 60_000,
    }),
    [range],
  )
  useQuery(services)
  const kept = useQuery({ queryKey: ['groups'], queryFn: ({ signal }) => groupsOf(signal), staleTime: 30_000 }).data
  const groups = useMemo(
    () =>
      (kept ?? []).map(({ GroupName, GroupARN, FilterExpression }) => ({
        name: GroupName,
        arn: GroupARN,
        expression: FilterExpression,
      })),
    [kept],
  )
  const lookUp = useCallback(
    async (by: TraceKey, contains: string): Promise<readonly string[]> => {
      const window = windowOf(range, Date.now() / 1000)
      const values = await questions
        .ensureQueryData({
          queryKey: ['values for completion', printRange(range), by, contains],
          queryFn: ({ signal }) => valuesOf({ ...window, by, contains, limit: 50 }, signal),
          gcTime: 60_000,
        })
        // A word that nobody completes can still be written.
        .catch(() => [])
      return values.flatMap(({ value }) => (typeof value === 'string' ? value : []))
    },
    [questions, range],
  )
  const known = useCallback(async (): Promise<Offered> => {
    // Without services there are still keywords to offer.
    const found = await questions.ensureQueryData(services).catch((): readonly Service[] => [])
    const real = found.filter(({ Type }) => Type !== 'client')
    return {
      services: distinct(real.map(({ Name }) => Name)),
      types: distinct(real.map(({ Type }) => Type).filter((type) => type !== '')),
      groups: groups.map(({ name }) => name),
      lookUp,
    }
  }, [questions, services, groups, lookUp])
  return useMemo(() => ({ known, groups: groups.filter(({ expression }) => expression !== '') }), [known, groups])
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort()
}
