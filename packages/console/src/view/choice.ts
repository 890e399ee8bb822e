import { useSyncExternalStore } from 'react'

/** What a person chose for this browser: kept between visits, and followed by every place that shows it. */
export interface Choice<T extends string> {
  /** Undefined until someone chooses. */
  readonly chosen: () => T | undefined
  readonly choose: (value: T) => void
  readonly subscribe: (changed: () => void) => () => void
}

export function choiceOf<T extends string>(place: string, values: readonly T[]): Choice<T> {
  const listeners = new Set<() => void>()
  const read = (): T | undefined => {
    const kept = localStorage.getItem(place)
    return values.find((value) => value === kept)
  }
  return {
    chosen: read,
    choose: (value) => {
      localStorage.setItem(place, value)
      for (const listener of listeners) listener()
    },
    subscribe: (changed) => {
      // Other tabs choose as well.
      addEventListener('storage', changed)
      listeners.add(changed)
      return () => {
        removeEventListener('storage', changed)
        listeners.delete(changed)
      }
    },
  }
}

export function useChoice<T extends string>({ subscribe, chosen }: Choice<T>): T | undefined {
  return useSyncExternalStore(subscribe, chosen)
}
