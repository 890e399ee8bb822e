import { useMemo, useSyncExternalStore } from 'react'
import { useView } from '../view/use-view.ts'
import type { Hops } from './connections.ts'
import { type Sizing, sizings } from './node-size.ts'
import { type Choice, parseChoice, printChoice } from './request-choice.ts'

/** What is looked at closely. */
export type Selection =
  | { readonly kind: 'node'; readonly id: number }
  | { readonly kind: 'edge'; readonly id: string }
  | undefined

/** What the map's URL says beside range and group. */
export interface MapView {
  readonly isList: boolean
  readonly sizing: Sizing
  /** Only the connections of this node. */
  readonly focus: number | undefined
  readonly hops: Hops
  readonly selection: Selection
  /** Of the requests of what is selected. */
  readonly choice: Choice
  /** Beside the period before. */
  readonly isComparing: boolean
}

export interface MapViewAndChange extends MapView {
  readonly changeMap: (changes: Partial<MapView>) => void
}

const narrow = '(max-width: 639.98px)'

/** The map's part of the URL. A narrow window has the list unless the URL says otherwise. */
export function useMapView(): MapViewAndChange {
  const { parameter, setParameters } = useView()
  const isNarrow = useSyncExternalStore(followNarrow, () => matchMedia(narrow).matches)
  const kept = ['view', 'size', 'focus', 'hops', 'node', 'edge', 'compare', 'of'].map((name) => parameter(name))
  const text = JSON.stringify(kept)
  return useMemo(() => {
    const view = readMapView(JSON.parse(text), isNarrow)
    return {
      ...view,
      changeMap: (changes) => setParameters(parametersOf(changes, isNarrow), { replace: !('focus' in changes) }),
    }
  }, [text, isNarrow, setParameters])
}

function readMapView(parameters: readonly (string | null)[], isNarrow: boolean): MapView {
  const [view, size, focus, hops, node, edge, compare, of] = parameters
  const nodeId = idOf(node)
  return {
    isList: view === 'list' || (view !== 'map' && isNarrow),
    sizing: sizings.find((known) => known === size) ?? 'none',
    focus: idOf(focus),
    hops: /^[1-9]$/.test(hops ?? '') ? Number(hops) : undefined,
    selection: nodeId !== undefined ? { kind: 'node', id: nodeId } : edge ? { kind: 'edge', id: edge } : undefined,
    isComparing: compare === 'before',
    choice: parseChoice(of ?? ''),
  }
}

function idOf(text: string | null | undefined): number | undefined {
  return /^\d{1,10}$/.test(text ?? '') ? Number(text) : undefined
}

function parametersOf(changes: Partial<MapView>, isNarrow: boolean): Record<string, string | undefined> {
  const { isList, sizing, selection } = changes
  return {
    ...(isList !== undefined && { view: isList === isNarrow ? undefined : isList ? 'list' : 'map' }),
    ...(sizing !== undefined && { size: sizing === 'none' ? undefined : sizing }),
    ...('focus' in changes && { focus: changes.focus?.toString() }),
    ...('hops' in changes && { hops: changes.hops?.toString() }),
    ...('selection' in changes && {
      node: selection?.kind === 'node' ? String(selection.id) : undefined,
      edge: selection?.kind === 'edge' ? selection.id : undefined,
      of: undefined,
    }),
    ...(changes.choice !== undefined && { of: printChoice(changes.choice) }),
    ...(changes.isComparing !== undefined && { compare: changes.isComparing ? 'before' : undefined }),
  }
}

function followNarrow(changed: () => void): () => void {
  const query = matchMedia(narrow)
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}
