import { useCallback, useMemo } from 'react'
import { useLocation, useSearch } from 'wouter'
import { defaultRange, printRange } from './range.ts'
import { changeSearch, defaultGroup, readView, type View } from './view.ts'

function changesOf({ range, group, filter }: Partial<View>): Record<string, string | undefined> {
  return {
    ...(range && { timeRange: printRange(range) === printRange(defaultRange) ? undefined : printRange(range) }),
    ...(group !== undefined && { group: group === defaultGroup ? undefined : group }),
    ...(filter !== undefined && { filter }),
  }
}

/** A link to a page that keeps the range and group of this one. */
export function useLink(): (
  path: string,
  changes?: Partial<View> & { readonly extra?: Record<string, string> },
) => string {
  const search = useSearch()
  return useCallback(
    (path, { extra = {}, ...changes } = {}) => {
      const { range, group } = readView(search)
      return path + changeSearch('', { ...changesOf({ range, group, ...changes }), ...extra })
    },
    [search],
  )
}

export interface ViewAndChange extends View {
  /** Changes what is shared; the page stays. `replace` leaves no entry in the history. */
  readonly change: (changes: Partial<View>, options?: { readonly replace?: boolean }) => void
  /** A parameter of the page's own. */
  readonly parameter: (name: string) => string | undefined
  readonly setParameters: (
    changes: Readonly<Record<string, string | undefined>>,
    options?: { readonly replace?: boolean },
  ) => void
}

/** The view in the URL, and how to change it. */
export function useView(): ViewAndChange {
  const search = useSearch()
  const [path, navigate] = useLocation()
  const setParameters = useCallback(
    (changes: Readonly<Record<string, string | undefined>>, options: { readonly replace?: boolean } = {}) =>
      // An entry of the history that is replaced is the same one: what it keeps of the page stays with it.
      navigate(path + changeSearch(search, changes), options.replace ? { ...options, state: history.state } : options),
    [path, search, navigate],
  )
  return useMemo(
    () => ({
      ...readView(search),
      change: (changes, options) => setParameters(changesOf(changes), options),
      parameter: (name) => new URLSearchParams(search).get(name) ?? undefined,
      setParameters,
    }),
    [search, setParameters],
  )
}
