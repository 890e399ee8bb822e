import { lazy, Suspense, useEffect, useMemo, useRef } from 'react'
import { Failure, Loading } from '../design/states.tsx'
import { useLive } from '../live/live.tsx'
import { useTitle } from '../view/use-title.ts'
import { useView } from '../view/use-view.ts'
import { expectLayout } from './ask-layout.ts'
import { connectionsOf, type Hops } from './connections.ts'
import { graphOf, type MapGraph } from './graph.ts'
import { Legend } from './legend.tsx'
import { MapCanvas } from './map-canvas.tsx'
import styles from './map-page.module.css'
import { MapToolbar } from './map-toolbar.tsx'
import { NoTraffic } from './no-traffic.tsx'
import { useDrawn } from './use-drawn.ts'
import { type Selection, useMapView } from './use-map-view.ts'
import { useScene } from './use-scene.ts'
import { type ServiceMap, useComparison, useServiceMap } from './use-service-map.ts'

const MapPanel = lazy(() => import('./map-panel.tsx'))
const MapList = lazy(() => import('./map-list.tsx'))

// Of the first map that this page shows.
expectLayout()

/** The home page: who calls whom, how often, how well, in a window of time. */
export default function MapPage() {
  useTitle('Map')
  const { range, group } = useView()
  const { state } = useLive()
  const answer = useServiceMap({ range, group })
  // What is shown on the screen while another group is asked for is not that group's map.
  const map = answer.data?.group === group ? answer.data : undefined
  if (map === undefined && answer.error) return <Failure error={answer.error} retry={answer.refetch} />
  if (map === undefined) return <Loading what="the map" />
  if (map.graph.nodes.length === 0) return <NoTraffic group={group} />
  return <LoadedMap map={map} problem={answer.error ?? undefined} isPaused={state === 'paused'} />
}

interface LoadedMapProps {
  readonly map: ServiceMap
  /** Why the newest question was not answered; the map is the one before. */
  readonly problem: Error | undefined
  readonly isPaused: boolean
}

function LoadedMap({ map, problem, isPaused }: LoadedMapProps) {
  const mapView = useMapView()
  const { isList, focus, hops, selection, sizing, isComparing, choice, changeMap } = mapView
  const compared = useComparison(map, isComparing)
  const view = viewName(map.group, focus, hops)
  const shown = useMemo(
    () => shownOf(compared === undefined ? map.graph : withGone(map.graph, compared.before), focus, hops),
    [map.graph, compared, focus, hops],
  )
  const drawn = useDrawn(view, shown, map.at)
  const { scene, layouts, drag, drop, tidy } = useScene(view, drawn?.graph)
  const page = useRef<HTMLDivElement>(null)

  const select = (next: Selection) => changeMap({ selection: next })
  const closePanel = () => {
    const from = selection?.kind === 'node' ? `[data-node="${selection.id}"]` : '[data-node][tabindex="0"]'
    select(undefined)
    page.current?.querySelector<SVGGElement>(from)?.focus({ preventScroll: true })
  }
  useEffect(() => {
    if (selection === undefined) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) closeNow.current()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [selection])
  const closeNow = useRef(closePanel)
  closeNow.current = closePanel

  return (
    <div className={styles.page} ref={page}>
      <h1 className="unseen">Service map</h1>
      <MapToolbar map={map} view={mapView} problem={problem} isPaused={isPaused} />
      <div className={styles.stage}>
        {isList ? (
          <Suspense fallback={<Loading what="the list" />}>
            <MapList
              graph={shown}
              minutes={map.minutes}
              selection={selection}
              comparison={compared?.comparison}
              onSelect={select}
            />
          </Suspense>
        ) : drawn === undefined || scene === undefined ? (
          <Loading what="the layout" />
        ) : (
          <div className={styles.map} data-map="">
            <MapCanvas
              view={view}
              graph={drawn.graph}
              leaving={drawn.leaving}
              scene={scene}
              layouts={layouts}
              minutes={map.minutes}
              sizing={sizing}
              selection={selection}
              comparison={compared?.comparison}
              onSelect={select}
              onDrag={drag}
              onDrop={drop}
              onTidy={tidy}
            />
            <Legend isComparing={isComparing} />
          </div>
        )}
        {selection !== undefined && (
          <Suspense fallback={<span data-loading="" hidden />}>
            <MapPanel
              map={map}
              graph={shown}
              selection={selection}
              choice={choice}
              onChoose={(next) => changeMap({ choice: next })}
              comparison={compared?.comparison}
              onSelect={select}
              onFocus={(id) => changeMap({ focus: id, isList: false })}
              onClose={closePanel}
            />
          </Suspense>
        )}
      </div>
    </div>
  )
}

function viewName(group: string, focus: number | undefined, hops: Hops): string {
  return focus === undefined ? group : `${group} ${focus} ${hops ?? 'all'}`
}

function shownOf(graph: MapGraph, focus: number | undefined, hops: Hops): MapGraph {
  return focus === undefined || !graph.node.has(focus) ? graph : connectionsOf(graph, focus, hops)
}

const nothing = { total: 0, ok: 0, error: 0, throttle: 0, fault: 0, seconds: 0 }

/** With what only the period before had: without requests now. */
function withGone(now: MapGraph, before: MapGraph): MapGraph {
  const nodes = before.nodes
    .filter(({ id }) => !now.node.has(id))
    .map((node) => ({ ...node, requests: nothing, buckets: [] }))
  const edges = before.edges
    .filter(({ id }) => !now.edge.has(id))
    .map((edge) => ({ ...edge, requests: nothing, buckets: [] }))
  return graphOf([...now.nodes, ...nodes], [...now.edges, ...edges], now.first)
}
