import { useQuery } from '@tanstack/react-query'
import { printRange, type Range, windowOf } from '../view/range.ts'
import { serviceGraphOf } from '../wire/service-graph.ts'
import { compareGraphs, type GraphComparison } from './comparison.ts'
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
export function useServiceMap({ range, group }: Wanted) {
  return useQuery({
    queryKey: ['service map', printRange(range), group],
    queryFn: async ({ signal }): Promise<ServiceMap> => {
      const at = Date.now() / 1000
      const window = windowOf(range, at)
      const [answer, isOlder] = await Promise.all([
        serviceGraphOf({ ...window, group }, signal),
        hasTracesBefore(window.start, signal),
      ])
      const graph = mapOf(answer)
      return { graph, window, group, at, minutes: minutesOf(window, isOlder ? undefined : graph.first) }
    },
    meta: { live: 'map' },
    // Maps are no JSON that could be compared member by member.
    structuralSharing: false,
  })
}

/** The map beside that of the period before, of the same length; undefined until both are there. */
export function useComparison(
  map: ServiceMap | undefined,
  isComparing: boolean,
): { readonly comparison: GraphComparison; readonly before: MapGraph } | undefined {
  const { data } = useQuery({
    queryKey: ['service map before', map?.window, map?.group],
    queryFn: async ({ signal }) => {
      if (map === undefined) return undefined
      const { window, group, graph } = map
      const start = Math.max(0, window.start - (window.end - window.start))
      const before = mapOf(await serviceGraphOf({ start, end: window.start, group }, signal))
      return { before, comparison: compareGraphs(graph, before) }
    },
    enabled: isComparing && map !== undefined,
    gcTime: 10_000,
    structuralSharing: false,
  })
  return isComparing ? data : undefined
}
