import type { LiveTopic, ReceivedCounts } from '@roentgen/api'
import type { Condition } from '@roentgen/filter'
import type { RecentTrace } from '@roentgen/store'
import type { Micros } from '@roentgen/trace'

export interface LiveLimits {
  readonly streams: number
  /** Different filters of all streams, and of those that ended a minute ago. */
  readonly filters: number
}

export const liveLimits: LiveLimits = { streams: 200, filters: 32 }

export interface LiveOptions {
  /**
   * Ingest looks for traces that fit. Answers whether lists have all others; where not, they do when `listed` tells of the
   * number for the first time.
   */
  readonly watch: (number: number, condition: Condition) => Promise<boolean>
  readonly unwatch: (number: number) => Promise<unknown>
  readonly health: () => Promise<{
    readonly ok: boolean
    readonly reasons: readonly string[]
    readonly received: ReceivedCounts
  }>
  /** How to see what other servers list into the same store; undefined where nobody else does. */
  readonly shared:
    | {
        /** Differs when any server has listed traces. */
        readonly marks: () => Promise<number>
        /** The traces that fit, of those that any server received first since. */
        readonly recent: (condition: Condition, since: Micros, limit: number) => Promise<readonly RecentTrace[]>
      }
    | undefined
  readonly limits?: LiveLimits
}

export interface StreamWanted {
  readonly topics: ReadonlySet<LiveTopic>
  /** Of the group; undefined: of all traces. */
  readonly group: Condition | undefined
  /** Of group and filter. */
  readonly traces: Condition | undefined
  readonly lastEventId: string | undefined
}
