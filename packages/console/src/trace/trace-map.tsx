import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { Empty, Failure, Loading } from '../design/states.tsx'
import { askLayout } from '../map/ask-layout.ts'
import { edgeShape } from '../map/edge-path.ts'
import { type MapGraph, mapOf } from '../map/graph.ts'
import type { Layout } from '../map/layout.ts'
import { radii, slot } from '../map/slots.ts'
import { rangeWith } from '../view/range.ts'
import { useLink, useView } from '../view/use-view.ts'
import { traceGraphOf } from '../wire/service-graph.ts'
import styles from './trace-map.module.css'
import { TraceMapNode } from './trace-map-node.tsx'

const radius = radii.usual

/** The services of this trace alone, and how they called each other. */
export function TraceMap({ id }: { readonly id: string }) {
  const link = useLink()
  const { range } = useView()
  const { data, error, refetch } = useQuery({
    queryKey: ['trace map', id],
    queryFn: async ({ signal }) => {
      const graph = mapOf(await traceGraphOf([id], signal))
      return { graph, layout: await askLayout(graph, signal) }
    },
    // Of another trace nothing is shown meanwhile.
    placeholderData: undefined,
  })
  if (error) return <Failure error={error} retry={refetch} />
  if (data === undefined) return <Loading what="the trace’s map" />
  if (data.graph.nodes.length === 0) return <Empty title="No service of this trace is known yet" />
  const first = data.graph.first ?? Date.now() / 1000
  return (
    <div className={styles.frame}>
      <Drawing {...data} />
      <p className={styles.more}>
        Numbers are of this trace alone.{' '}
        <Link href={link('/', { range: rangeWith(range, first, Date.now() / 1000) })}>Go to the service map</Link>
      </p>
    </div>
  )
}

function Drawing({ graph, layout }: { readonly graph: MapGraph; readonly layout: Layout }) {
  const positions = new Map(layout.positions)
  const points = [...positions.values()]
  const left = Math.min(...points.map(({ x }) => x)) - slot.width / 2
  const top = Math.min(...points.map(({ y }) => y)) - slot.height / 2
  const width = Math.max(...points.map(({ x }) => x)) + slot.width / 2 - left
  const height = Math.max(...points.map(({ y }) => y)) + slot.height / 2 + 10 - top
  const routes = new Map(layout.routes)
  const at = (node: number) => ({ x: 0, y: 0, ...positions.get(node), radius })
  return (
    <div className={styles.scroller}>
      <svg
        className={styles.map}
        viewBox={`${left} ${top} ${width} ${height}`}
        style={{ maxWidth: width * 1.25, minWidth: Math.min(width, 700) * 0.75 }}
        role="img"
        aria-label={`Map of this trace: ${graph.nodes.map(({ name }) => name).join(', ')}`}
      >
        {graph.edges.map((edge) => (
          <path
            key={edge.id}
            className={styles.edge}
            data-state={
              edge.requests.fault > 0
                ? 'fault'
                : edge.requests.throttle > 0
                  ? 'throttle'
                  : edge.requests.error > 0
                    ? 'error'
                    : 'ok'
            }
            d={edgeShape(at(edge.from), at(edge.to), routes.get(edge.id), 2).path}
          />
        ))}
        {graph.nodes.map((node) => (
          <TraceMapNode key={node.id} node={node} {...at(node.id)} />
        ))}
      </svg>
    </div>
  )
}
