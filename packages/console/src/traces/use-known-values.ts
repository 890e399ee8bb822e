import type { GroupFilter, KnownValues } from '@roentgen/filter'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { printRange, windowOf } from '../view/range.ts'
import { useView } from '../view/use-view.ts'
import { groupsOf } from '../wire/groups.ts'
import { serviceGraphOf } from '../wire/service-graph.ts'

/** What completions offer: services and types of the window's map, and the groups. */
export function useKnownValues(): { readonly known: KnownValues; readonly groups: readonly GroupFilter[] } {
  const { range } = useView()
  const services = useQuery({
    queryKey: ['known services', printRange(range)],
    queryFn: ({ signal }) => serviceGraphOf({ ...windowOf(range, Date.now() / 1000), group: 'Default' }, signal),
    staleTime: 60_000,
  }).data?.Services
  const kept = useQuery({ queryKey: ['groups'], queryFn: ({ signal }) => groupsOf(signal), staleTime: 30_000 }).data
  return useMemo(() => {
    const groups = (kept ?? []).map(({ GroupName, GroupARN, FilterExpression }) => ({
      name: GroupName,
      arn: GroupARN,
      expression: FilterExpression,
    }))
    const real = (services ?? []).filter(({ Type }) => Type !== 'client')
    return {
      known: {
        services: distinct(real.map(({ Name }) => Name)),
        types: distinct(real.map(({ Type }) => Type).filter((type) => type !== '')),
        groups: groups.map(({ name }) => name),
      },
      groups: groups.filter(({ expression }) => expression !== ''),
    }
  }, [services, kept])
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort()
}
