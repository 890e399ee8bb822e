import { useSyncExternalStore } from 'react'
import { storage } from './storage.ts'

/** What a person chose for this browser: kept between visits, and followed by every place that shows it. */
export interface Choice<T extends string> {
  /** Undefined until someone chooses. */
  readonly chosen: () => T | undefined
  /** Undefined: as if nobody had chosen. */
  readonly choose: (value: T | undefined) => void
  readonly subscribe: (changed: () => void) => () => void
}

export function choiceOf<T extends string>(place: string, values: readonly T[]): Choice<T> {
  return keptChoice(place, (kept) => values.find((value) => value === kept))
}

/** A choice of any text but the empty one. */
export function textChoice(place: string): Choice<string> {
  return keptChoice(place, (kept) => (kept === '' ? undefined : kept))
}

function keptChoice<T extends string>(place: string, read: (kept: string) => T | undefined): Choice<T> {
  const listeners = new Set<() => void>()
  // What a full storage does not take holds until the page is left.
  let unkept: T | undefined
  return {
    chosen: () => unkept ?? read(storage.getItem(place) ?? ''),
    choose: (value) => {
      unkept = undefined
      try {
        // A full storage keeps what it has: the choice before would come back.
        storage.removeItem(place)
        if (value !== undefined) storage.setItem(place, value)
      } catch {
        unkept = value
      }
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
