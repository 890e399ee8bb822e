import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { GraphComparison } from './comparison.ts'
import { EdgeLine } from './edge-line.tsx'
import { type EdgeShape, edgeShape, nearestEdge } from './edge-path.ts'
import type { MapGraph, MapNode, Requests } from './graph.ts'
import { HoverCard } from './hover-card.tsx'
import styles from './map-canvas.module.css'
import { NewcomersNote } from './newcomers-note.tsx'
import { NodeShape } from './node-shape.tsx'
import { edgeWidth, radiusOf, type Sizing } from './node-size.ts'
import { shareOf } from './rates.ts'
import { routeOf, type Scene } from './scene.ts'
import { type Point, radii } from './slots.ts'
import { useGestures } from './use-gestures.ts'
import type { Selection } from './use-map-view.ts'
import { useNewcomers } from './use-newcomers.ts'
import { hasViewport, useViewport } from './use-viewport.ts'
import { entrance, walk } from './walk.ts'
import { ZoomButtons } from './zoom-buttons.tsx'

export interface MapCanvasProps {
  /** Names the scene; another one has another viewport. */
  readonly view: string
  readonly graph: MapGraph
  readonly leaving: ReadonlyMap<number, number>
  readonly scene: Scene
  readonly layouts: number
  readonly minutes: number
  readonly sizing: Sizing
  readonly selection: Selection
  readonly comparison: GraphComparison | undefined
  readonly onSelect: (selection: Selection) => void
  readonly onDrag: (id: number, to: Point) => void
  readonly onDrop: (id: number, at: Point) => void
  readonly onTidy: () => void
}

/** The drawing: edges below, nodes above, seen through a viewport. */
export function MapCanvas(props: MapCanvasProps) {
  const { view, graph, leaving, scene, layouts, minutes, sizing, selection, comparison } = props
  const frame = useRef<HTMLDivElement>(null)
  const world = useRef<SVGSVGElement>(null)
  const viewport = useViewport(view, frame, world)
  const [hover, setHover] = useState<Hover>()
  const [focused, setFocused] = useState<number>()
  const { positions } = scene
  const radius = useMemo(() => radiusOf(graph, sizing), [graph, sizing])
  const shapes = useMemo(() => shapesOf(graph, scene, radius), [graph, scene, radius])
  const gestures = useGestures(frame, viewport, {
    positionOf: (id) => positions.get(id),
    edgeAt: (point) => nearestEdge(shapes, point, 9 / viewport.current().scale),
    onDrag: props.onDrag,
    onDrop: props.onDrop,
    onPress: (what) => props.onSelect(selectionOf(what)),
    onHover: (what) => setHover((before) => (isSame(before, what) ? before : what)),
  })

  const fit = () => viewport.fit(graph.nodes.flatMap(({ id }) => positions.get(id) ?? []))
  const newestFit = useRef(fit)
  newestFit.current = fit
  const fittedLayouts = useRef(layouts)
  // The room for a first drawing is measured while it is empty: the browser need not lay out all the nodes to tell it, nor
  // once more at the size that fits.
  const [isMeasured, setMeasured] = useState(() => hasViewport(view))
  const isDrawn = useRef(false)
  useLayoutEffect(() => {
    setMeasured(true)
    if (hasViewport(view) && fittedLayouts.current === layouts) return
    fittedLayouts.current = layouts
    newestFit.current()
  }, [view, layouts])
  useEffect(() => {
    isDrawn.current = isMeasured
  }, [isMeasured])

  useEffect(() => {
    const room = frame.current
    if (room === null) return
    const resized = new ResizeObserver(() => viewport.isFitted() && newestFit.current())
    resized.observe(room)
    return () => resized.disconnect()
  }, [viewport])

  const selectedNode = selection?.kind === 'node' ? selection.id : undefined
  useEffect(() => {
    const point = selectedNode === undefined ? undefined : scenePoint.current(selectedNode)
    // After the panel has taken its room, and the map has been fitted to what is left.
    if (point !== undefined) requestAnimationFrame(() => requestAnimationFrame(() => viewport.reveal(point)))
  }, [selectedNode, viewport])
  const scenePoint = useRef((id: number) => positions.get(id))
  scenePoint.current = (id) => positions.get(id)

  const newcomers = useNewcomers(view, graph, positions, viewport)
  const showNewcomers = () => {
    const [only, ...more] = servicesFirst(graph.nodes.filter(({ id }) => newcomers.outside.has(id)))
    const point = only === undefined ? undefined : positions.get(only.id)
    if (point !== undefined && more.length === 0) viewport.reveal(point)
    else fit()
    newcomers.forget()
  }

  const near = useMemo(() => neighboursOf(graph, selection), [graph, selection])
  const hoveredNode = hover !== undefined && 'node' in hover ? hover.node : focused
  const hoveredEdge = hover !== undefined && 'edge' in hover ? hover.edge : undefined
  const most = Math.max(1, ...graph.edges.map(({ requests }) => requests.total))
  const tabStop = focused !== undefined && graph.node.has(focused) ? focused : entrance(graph, positions)

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const id = Number((event.target as Element).getAttribute('data-node') ?? Number.NaN)
    const here = positions.get(id)
    const direction = arrows[event.key]
    if (direction !== undefined && event.altKey && here !== undefined) {
      const by = steps[direction]
      props.onDrop(id, { x: here.x + by.x * 24, y: here.y + by.y * 24 })
    } else if (direction !== undefined && event.shiftKey) {
      const by = steps[direction]
      viewport.panBy({ x: -by.x * 60, y: -by.y * 60 })
    } else if (direction !== undefined) {
      const next = walk(graph, positions, id, direction)
      const point = next === undefined ? undefined : positions.get(next)
      if (next === undefined || point === undefined) return
      frame.current?.querySelector<SVGGElement>(`[data-node="${next}"]`)?.focus({ preventScroll: true })
      viewport.reveal(point)
    } else if (event.key === 'Enter' || event.key === ' ') props.onSelect({ kind: 'node', id })
    else if (event.key === '+' || event.key === '=') viewport.zoomBy(1.25)
    else if (event.key === '-') viewport.zoomBy(0.8)
    else if (event.key === '0' || event.key === 'f') fit()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className={styles.stage}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot hold a drawing. */}
      <div
        ref={frame}
        role="group"
        aria-label={`Service map, ${graph.nodes.length} nodes. Arrow keys follow the connections, Enter opens a node, plus and minus zoom.`}
        className={styles.canvas}
        onKeyDown={onKeyDown}
        onFocus={(event) => setFocused(Number(event.target.getAttribute('data-node') ?? Number.NaN) || undefined)}
        {...gestures}
      >
        {/* biome-ignore lint/a11y/noSvgWithoutTitle: what it is in has a name, and so has each node. */}
        <svg ref={world} className={styles.world}>
          {isMeasured && (
            <>
              <g>
                {graph.edges.map(({ id, from, to, requests, isLink }) => (
                  <EdgeLine
                    key={id}
                    path={shapes.get(id)?.path ?? ''}
                    isLater={isDrawn.current}
                    width={edgeWidth(requests.total, most)}
                    state={notableState(requests)}
                    isLink={isLink}
                    isNear={
                      hoveredEdge === id || hoveredNode === from || hoveredNode === to || near?.edges.has(id) === true
                    }
                    isSelected={selection?.kind === 'edge' && selection.id === id}
                    isAside={near !== undefined && !near.edges.has(id)}
                    isLeaving={leaving.has(from) || leaving.has(to)}
                  />
                ))}
              </g>
              {graph.nodes.map((node) => {
                const { x = 0, y = 0 } = positions.get(node.id) ?? {}
                return (
                  <NodeShape
                    key={node.id}
                    node={node}
                    isLater={isDrawn.current}
                    x={x}
                    y={y}
                    radius={radius.get(node.id) ?? radii.usual}
                    minutes={minutes}
                    isSelected={selectedNode === node.id}
                    isAside={near !== undefined && !near.nodes.has(node.id)}
                    isLeaving={leaving.has(node.id)}
                    isEntrance={tabStop === node.id}
                    verdict={comparison?.nodes.get(node.id)?.verdict}
                  />
                )
              })}
            </>
          )}
        </svg>
      </div>
      <HoverCard
        hover={hover}
        graph={graph}
        minutes={minutes}
        positions={positions}
        viewport={viewport}
        comparison={comparison}
      />
      <NewcomersNote
        nodes={servicesFirst(graph.nodes.filter(({ id }) => newcomers.outside.has(id)))}
        onShow={showNewcomers}
        onClose={newcomers.forget}
      />
      <ZoomButtons onZoom={(factor) => viewport.zoomBy(factor)} onFit={fit} onTidy={props.onTidy} />
    </div>
  )
}

/** Those that are not clients; clients where there is nobody else. A client comes with each new root. */
function servicesFirst(nodes: readonly MapNode[]): readonly MapNode[] {
  const services = nodes.filter(({ kind }) => kind !== 'client')
  return services.length > 0 ? services : nodes
}

export type Hover = { readonly node: number } | { readonly edge: string; readonly at: Point } | undefined

const arrows: Readonly<Record<string, 'left' | 'right' | 'up' | 'down'>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}
const steps = { left: { x: -1, y: 0 }, right: { x: 1, y: 0 }, up: { x: 0, y: -1 }, down: { x: 0, y: 1 } } as const

function selectionOf(what: { readonly node: number } | { readonly edge: string } | undefined): Selection {
  if (what === undefined) return undefined
  return 'node' in what ? { kind: 'node', id: what.node } : { kind: 'edge', id: what.edge }
}

function isSame(a: Hover, b: Hover): boolean {
  if (a === undefined || b === undefined) return a === b
  return 'node' in a ? 'node' in b && a.node === b.node : 'edge' in b && a.edge === b.edge
}

function shapesOf(graph: MapGraph, scene: Scene, radius: ReadonlyMap<number, number>): ReadonlyMap<string, EdgeShape> {
  const most = Math.max(1, ...graph.edges.map(({ requests }) => requests.total))
  return new Map(
    graph.edges.flatMap((edge) => {
      const [from, to] = [scene.positions.get(edge.from), scene.positions.get(edge.to)]
      if (from === undefined || to === undefined) return []
      const end = (id: number, point: Point) => ({ ...point, radius: (radius.get(id) ?? radii.usual) + 2 })
      const width = edgeWidth(edge.requests.total, most)
      return [[edge.id, edgeShape(end(edge.from, from), end(edge.to, to), routeOf(scene, edge), width)] as const]
    }),
  )
}

/** One call in twenty. */
const notable = 0.05

function notableState(requests: Requests): 'fault' | 'throttle' | 'error' | undefined {
  return (['fault', 'throttle', 'error'] as const).find((state) => shareOf(requests, state) >= notable)
}

function neighboursOf(graph: MapGraph, selection: Selection) {
  if (selection === undefined) return undefined
  const isOf = ({ id, from, to }: { readonly id: string; readonly from: number; readonly to: number }) =>
    selection.kind === 'edge' ? id === selection.id : from === selection.id || to === selection.id
  const edges = graph.edges.filter(isOf)
  const nodes = new Set(edges.flatMap(({ from, to }) => [from, to]))
  if (selection.kind === 'node') nodes.add(selection.id)
  if (![...nodes].some((id) => graph.node.has(id))) return undefined
  return { nodes, edges: new Set(edges.map(({ id }) => id)) }
}
