import { durationText, rateText, shareText } from '../format/numbers.ts'
import styles from './connection-list.module.css'
import type { MapEdge, MapGraph, MapNode } from './graph.ts'
import { edgeLabel } from './node-label.ts'
import { averageOf, impacted } from './rates.ts'
import type { Selection } from './use-map-view.ts'

interface ConnectionListProps {
  readonly of: MapNode | MapEdge
  readonly graph: MapGraph
  readonly minutes: number
  readonly onSelect: (selection: Selection) => void
}

/** Of a node: who calls it and whom it calls, an edge each. Of an edge: its two ends. */
export function ConnectionList({ of, graph, minutes, onSelect }: ConnectionListProps) {
  if ('from' in of) {
    const ends = [graph.node.get(of.from), graph.node.get(of.to)].filter((node) => node !== undefined)
    return (
      <section className={styles.list}>
        <h3>Its ends</h3>
        <ul>
          {ends.map((node, index) => (
            <li key={index === 0 ? 'from' : 'to'}>
              <button type="button" onClick={() => onSelect({ kind: 'node', id: node.id })}>
                <bdi>{node.kind === 'client' ? 'Clients' : node.name}</bdi>
              </button>
            </li>
          ))}
        </ul>
      </section>
    )
  }
  const busiest = (edges: readonly MapEdge[]) => edges.toSorted((a, b) => b.requests.total - a.requests.total)
  const parts = [
    { title: 'Called by', edges: busiest(graph.edges.filter(({ to }) => to === of.id)), end: 'from' as const },
    { title: 'Calls', edges: busiest(graph.edges.filter(({ from }) => from === of.id)), end: 'to' as const },
  ]
  return parts
    .filter(({ edges }) => edges.length > 0)
    .map(({ title, edges, end }) => (
      <section key={title} className={styles.list}>
        <h3>{title}</h3>
        <ul>
          {edges.map((edge) => (
            <li key={edge.id}>
              <Connection edge={edge} end={end} graph={graph} minutes={minutes} onSelect={onSelect} />
            </li>
          ))}
        </ul>
      </section>
    ))
}

interface ConnectionProps extends Omit<ConnectionListProps, 'of'> {
  readonly edge: MapEdge
  readonly end: 'from' | 'to'
}

function Connection({ edge, end, graph, minutes, onSelect }: ConnectionProps) {
  const [from, to] = [graph.node.get(edge.from), graph.node.get(edge.to)]
  const other = end === 'from' ? from : to
  if (from === undefined || to === undefined || other === undefined) return null
  const average = averageOf(edge.requests)
  const failed = impacted(edge.requests)
  return (
    <button
      type="button"
      aria-label={edgeLabel(from, to, edge.requests, minutes)}
      onClick={() => onSelect({ kind: 'edge', id: edge.id })}
    >
      <bdi>{other.kind === 'client' ? 'Clients' : other.name}</bdi>
      <span>{average === undefined ? '–' : durationText(average)}</span>
      <span>{rateText(edge.requests.total / minutes)} /min</span>
      <span className={failed > 0 ? styles.failed : undefined}>
        {failed > 0 ? `${shareText(failed / edge.requests.total)} not OK` : 'OK'}
      </span>
    </button>
  )
}
