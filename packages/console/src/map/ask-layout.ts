import type { MapGraph } from './graph.ts'
import type { Layout } from './layout.ts'
import { placeNewcomers } from './place.ts'

/** Milliseconds; after that the columns are filled without asking which order crosses least. */
const patience = 10_000

let waiting: Worker | undefined

/** Lets the worker of the next layout read its script while the graph is still asked for. */
export function expectLayout(): void {
  if (waiting !== undefined) return
  const worker = newWorker()
  waiting = worker
  // Whoever is given one whose script did not come would wait in vain.
  worker.addEventListener('error', () => {
    if (waiting === worker) waiting = undefined
  })
}

function newWorker(): Worker {
  return new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' })
}

/** Lays a graph out in a worker. The signal ends it: then the answer never comes. */
export function askLayout(graph: MapGraph, signal: AbortSignal): Promise<Layout> {
  return new Promise((resolve) => {
    const worker = waiting ?? newWorker()
    waiting = undefined
    const end = () => {
      clearTimeout(timer)
      worker.terminate()
    }
    const inHaste = () => {
      end()
      resolve({ positions: [...placeNewcomers(new Map(), graph)], routes: [] })
    }
    const timer = setTimeout(inHaste, patience)
    signal.addEventListener('abort', end, { once: true })
    worker.addEventListener('error', inHaste)
    worker.addEventListener('message', ({ data }: MessageEvent<Layout>) => {
      end()
      resolve(data)
    })
    // Numbers and histograms stay here: a layout is a matter of who calls whom.
    worker.postMessage({
      nodes: graph.nodes.map(({ id }) => ({ id })),
      edges: graph.edges.map(({ id, from, to }) => ({ id, from, to })),
    })
  })
}
