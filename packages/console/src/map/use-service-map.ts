import { queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { printRange, type Range, windowOf } from '../view/range.ts'
import { serviceGraphOf } from '../wire/service-graph.ts'
import { compareGraphs, type GraphComparison } from './comparison.ts'
import { firstAsked } from './first-question.ts'
import { type MapGraph, mapOf } from './graph.ts'
import { hasTracesBefore } from './older-traces.ts'
import { minutesOf } from './rates.ts'

/** The map of a window with what its numbers are told over. Times in seconds. */
export interface ServiceMap {
  readonly graph: MapGraph
  readonly window: { readonly start: number; readonly end: number }
  readonly minutes: number
  readonly group: string
  /** Who was asked, when: the moment of the answer's window. */
  readonly at: number
}

interface Wanted {
  readonly range: Range
  readonly group: string
}

/** The service map of a view, asked again when the live stream tells of a newer one. */
export function useServiceMap(wanted: Wanted) {
  return useQuery(serviceMapQuestion(wanted))
}

/** The question of {@link useServiceMap}, for whom asks it before there is anything to show it. */
export function serviceMapQuestion({ range, group }: Wanted) {
  return queryOptions({
    queryKey: ['service map', printRange(range), group],
    queryFn: async ({ client, signal }): Promise<ServiceMap> => {
      const at = firstAsked({ range, group }) ?? Date.now() / 1000
      const window = windowOf(range, at)
      const graph = mapOf(await serviceGraphOf({ ...window, group }, signal))
      const told = minutesOf(window, graph.first)
      const whole = minutesOf(window)
      // Where the first requests came soon after the window's start, rates are the same with or without older ones.
      const isWhole = told >= whole * 0.99 || (await hasTracesBefore(client, window.start, signal))
      return { graph, window, group, at, minutes: isWhole ? whole : told }
    },
    meta: { live: 'map' },
    // Maps are no JSON that could be compared member by member.
    structuralSharing: false,
  })
}

/** Seconds: the period before need not be asked for with each update. */
const coarse = 10

/** The map beside that of the period before, of the same length; undefined until both are there. */
export function useComparison(
  map: ServiceMap | undefined,
  isComparing: boolean,
): { readonly comparison: GraphComparison; readonly before: MapGraph } | undefined {
  const length = map === undefined ? 0 : Math.round(map.window.end - map.window.start)
  const end = map === undefined ? 0 : Math.floor(map.window.start / coarse) * coarse
  const group = map?.group ?? ''
  const { data: before } = useQuery({
    queryKey: ['service map before', end, length, group],
    queryFn: async ({ signal }) =>
      mapOf(await serviceGraphOf({ start: Math.max(0, end - length), end, group }, signal)),
    enabled: isComparing && map !== undefined,
    gcTime: coarse * 1000,
    structuralSharing: false,
  })
  const graph = map?.graph
  return useMemo(
    () =>
      !isComparing || graph === undefined || before === undefined
        ? undefined
        : { before, comparison: compareGraphs(graph, before) },
    [isComparing, graph, before],
  )
}
