import type { LiveTopic } from '@roentgen/api'

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: {
      /** The question is asked again when there is something newer of this. */
      readonly live?: LiveTopic
    }
  }
}
