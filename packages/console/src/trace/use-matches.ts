import { useEffect, useMemo, useState } from 'react'
import type { Reading } from './reading.ts'
import type { Picture } from './trace-reader.ts'

export interface Matches {
  /** Of rows, in their order. */
  readonly positions: readonly number[]
  readonly set: ReadonlySet<number>
}

/** The rows that contain a text, found in the reading thread. */
export function useMatches(reading: Reading, { rows }: Picture, text: string): Matches {
  const [found, setFound] = useState<ReadonlySet<number>>(new Set())
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows are searched again
  useEffect(() => {
    let isOver = false
    reading
      .ask('search', text)
      .then((spans) => isOver || setFound(new Set(spans)))
      .catch(() => undefined)
    return () => {
      isOver = true
    }
  }, [reading, text, rows])
  return useMemo(() => {
    const positions = found.size === 0 ? [] : rows.flatMap(({ at }, position) => (found.has(at) ? [position] : []))
    return { positions, set: new Set(positions) }
  }, [found, rows])
}
