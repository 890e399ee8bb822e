import { useMemo } from 'react'
import { useView } from '../view/use-view.ts'
import { parseZoom, printZoom, type Zoom } from './axis.ts'
import type { Arrangement } from './row.ts'

/** How a trace is looked at: all of it in the URL. */
export interface Look extends Arrangement {
  readonly showsPath: boolean
  readonly selected: string | undefined
  readonly find: string
  /** Nothing deeper is shown; undefined for everything. */
  readonly depth: number | undefined
  readonly zoomOf: (duration: number) => Zoom
  readonly isZoomed: boolean
  readonly change: (changes: LookChanges) => void
}

export interface LookChanges {
  readonly grouping?: Arrangement['grouping']
  readonly correctsClocks?: boolean
  readonly showsPath?: boolean
  readonly selected?: string | null
  readonly find?: string
  readonly depth?: number | null
  readonly zoom?: Zoom | null
}

export function useLook(): Look {
  const { parameter, setParameters } = useView()
  const [rows, clocks, path, selected, find = '', depth, zoom] = [
    parameter('rows'),
    parameter('clocks'),
    parameter('path'),
    parameter('segment'),
    parameter('find'),
    parameter('depth'),
    parameter('zoom'),
  ]
  return useMemo(
    () => ({
      grouping: rows === 'calls' ? 'calls' : 'segments',
      correctsClocks: clocks !== 'sent',
      showsPath: path !== 'off',
      selected,
      find,
      depth: depth !== undefined && /^\d{1,3}$/.test(depth) ? Number(depth) : undefined,
      isZoomed: zoom !== undefined,
      zoomOf: (duration: number) => parseZoom(zoom, duration) ?? { from: 0, to: duration },
      change: (changes: LookChanges) => {
        setParameters(parametersOf(changes), { replace: true })
      },
    }),
    [rows, clocks, path, selected, find, depth, zoom, setParameters],
  )
}

function parametersOf(changes: LookChanges): Record<string, string | undefined> {
  const { grouping, correctsClocks, showsPath, selected, find, depth, zoom } = changes
  return {
    ...(grouping !== undefined && { rows: grouping === 'calls' ? 'calls' : undefined }),
    ...(correctsClocks !== undefined && { clocks: correctsClocks ? undefined : 'sent' }),
    ...(showsPath !== undefined && { path: showsPath ? undefined : 'off' }),
    ...(selected !== undefined && { segment: selected ?? undefined }),
    ...(find !== undefined && { find }),
    ...(depth !== undefined && { depth: depth === null ? undefined : String(depth) }),
    ...(zoom !== undefined && { zoom: zoom === null ? undefined : printZoom(zoom) }),
  }
}
