import { addGraphs, foldGraph, type Micros, type ServiceGraph } from '@roentgen/trace'
import type { Connection, Lane } from '../connection.ts'
import { fewerRanges, isClean, planWindow, type WindowPlan, wholeSpans, without } from '../map/plan-window.ts'
import { hour, minute } from '../map/span-of-rows.ts'
import type { Window } from '../question.ts'
import type { Chosen } from './chosen.ts'
import { readGraphsOfRows } from './graphs-of-rows.ts'
import { readGraphsOfSummaries } from './graphs-of-summaries.ts'
import { type RowState, readRowStates } from './row-states.ts'

/**
 * The maps of the traces that count in a window, one for each `span` (µs, whole minutes; undefined: one for all, at 0):
 * clean hours and minutes from their rows, dirty minutes and the cut ends of the window from summaries, added up.
 */
export async function readWindowGraphs(
  connection: Connection,
  lane: Lane,
  window: Window,
  { span, chosen }: { readonly span?: number; readonly chosen?: Chosen },
): Promise<Map<Micros, ServiceGraph>> {
  if (window.start >= window.end) return new Map()
  const { hours, minutes, summaries } = await plan(connection, lane, window, span === undefined || span % hour === 0)
  const parts = await Promise.all([
    readGraphsOfRows(connection, lane, { table: 'map_1h', ranges: hours, span, chosen }),
    readGraphsOfRows(connection, lane, { table: 'map_1m', ranges: minutes, span, chosen }),
    readGraphsOfSummaries(connection, lane, { ranges: summaries, span, chosen }),
  ])
  const graphs = new Map<Micros, ServiceGraph[]>()
  for (const part of parts)
    for (const [at, graph] of part) {
      const known = graphs.get(at)
      if (known === undefined) graphs.set(at, [graph])
      else known.push(graph)
    }
  return new Map([...graphs].sort(([a], [b]) => a - b).map(([at, all]) => [at, foldGraph(addGraphs(all))]))
}

async function plan(connection: Connection, lane: Lane, window: Window, withHours: boolean): Promise<WindowPlan> {
  const wholeHours = withHours ? wholeSpans(window, hour) : undefined
  const hours = wholeHours === undefined ? [] : await readRowStates(connection, lane, 'map_1h', [wholeHours])
  const clean = hours.filter(isClean).map(({ start }) => ({ start, end: (start + hour) as Micros }))
  const rest = without(wholeSpans(window, minute), clean)
  const minutes = await readRowStates(connection, lane, 'map_1m', fewerRanges(rest))
  const isLeft = ({ start }: RowState) => rest.some((range) => start >= range.start && start < range.end)
  return planWindow(window, { hours, minutes: minutes.filter(isLeft) })
}
