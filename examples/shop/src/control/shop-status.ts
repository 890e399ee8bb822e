import type { ChaosStatus } from '../supervise/chaos.ts'
import type { CompanionStatus } from '../supervise/companion.ts'
import type { ReplicaStatus } from '../supervise/deployment.ts'

/** What `roentgen shop status` and the control page show. */
export interface ShopStatus {
  /** Milliseconds since the start. */
  readonly age: number
  /** Where the traces are. */
  readonly roentgen: string
  readonly services: readonly {
    readonly name: string
    readonly source: string
    /** Requests so far. */
    readonly requests: number
    readonly replicas: readonly ReplicaStatus[]
  }[]
  readonly companions: readonly CompanionStatus[]
  readonly chaos: ChaosStatus
}
