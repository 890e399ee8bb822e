import type { CapacityReport } from './table-capacity.ts'

/** A change of ProductCatalog's capacity: units a second, and seconds of unused ones that it keeps. */
export interface CapacityChange {
  readonly read?: number | undefined
  readonly write?: number | undefined
  readonly burstSeconds?: number | undefined
}

/** Over the channel between the shop and its backends. Every question is answered with the capacity of all tables. */
export interface BackendsQuestion {
  readonly id: number
  readonly change?: CapacityChange
}

export type BackendsAnswer = { readonly ready: true } | BackendsReply

export type BackendsReply =
  | { readonly id: number; readonly tables: readonly CapacityReport[] }
  | { readonly id: number; readonly error: string }
