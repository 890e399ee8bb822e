import type { LiveRevision } from '@roentgen/api'

/** Says to whoever listens where one stream stands. */
export interface Announcements {
  readonly say: (revision: LiveRevision) => void
  /** undefined: before the stream's first event. */
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
      for (const listener of listeners) listener(revision)
    },
    latest: () => latest,
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
