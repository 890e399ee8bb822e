import type { LiveRevision } from '@roentgen/api'

/** Says to whoever listens where the stream stands. */
export interface Announcements {
  /** undefined: that is not known by now. */
  readonly say: (revision: LiveRevision | undefined) => void
  readonly latest: () => LiveRevision | undefined
  /** Returns how to listen no longer. */
  readonly listen: (listener: (revision: LiveRevision) => void) => () => void
}

export function announcements(): Announcements {
  const listeners = new Set<(revision: LiveRevision) => void>()
  let latest: LiveRevision | undefined
  return {
    say: (revision) => {
      latest = revision
      if (revision !== undefined) for (const listener of listeners) listener(revision)
    },
    latest: () => latest,
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
