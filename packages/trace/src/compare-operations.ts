import type { Micros } from './time.ts'
import type { OperationTime } from './time-by-operation.ts'

/** What one service did under one name in two traces. */
export interface ComparedOperation {
  readonly service: string
  /** Origin of the service; '' where none was sent. */
  readonly type: string
  /** '' for the segment itself. */
  readonly operation: string
  /** undefined: this trace has none of it. */
  readonly a: OperationTime | undefined
  readonly b: OperationTime | undefined
  /** Self time in B less that in A; what is not there counts as 0. */
  readonly selfDifference: Micros
  readonly totalDifference: Micros
}

/** Services and operations of both, those first whose own time differs most. */
export function compareOperations(
  a: readonly OperationTime[],
  b: readonly OperationTime[],
): readonly ComparedOperation[] {
  const both = new Map<string, { a?: OperationTime; b?: OperationTime }>()
  for (const time of a) both.set(keyOf(time), { a: time })
  for (const time of b) both.set(keyOf(time), { ...both.get(keyOf(time)), b: time })
  const rows = [...both].flatMap(([key, { a: ofA, b: ofB }]) => {
    const one = ofA ?? ofB
    if (one === undefined) return []
    const { service, type, operation } = one
    return {
      key,
      row: {
        ...{ service, type, operation, a: ofA, b: ofB },
        selfDifference: ((ofB?.self ?? 0) - (ofA?.self ?? 0)) as Micros,
        totalDifference: ((ofB?.total ?? 0) - (ofA?.total ?? 0)) as Micros,
      },
    }
  })
  return rows
    .sort(
      (one, other) =>
        Math.abs(other.row.selfDifference) - Math.abs(one.row.selfDifference) ||
        Math.abs(other.row.totalDifference) - Math.abs(one.row.totalDifference) ||
        (one.key < other.key ? -1 : 1),
    )
    .map(({ row }) => row)
}

function keyOf({ service, type, operation }: OperationTime): string {
  return JSON.stringify([service, type, operation])
}
