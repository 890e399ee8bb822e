import type { Micros } from '@roentgen/trace'
import type { MapGroup } from '../groups/map-group.ts'
import { beginOf } from './span-of-rows.ts'

/**
 * Maps of many times and groups in one answer are named by one number: where the time begins, which is even, and the
 * group's place. Default's is 0; those of the others are even too, so that one is left for what came late.
 */
export function placeOfGroup(index: number): number {
  return 2 * (index + 1)
}

/** Of a group among these, by the beginning of a time; without an index Default's. */
export function mapAt(start: Micros, index?: number): Micros {
  return (start + (index === undefined ? 0 : placeOfGroup(index))) as Micros
}

export interface MapPlace {
  readonly start: Micros
  /** Of the group; undefined: Default. */
  readonly index: number | undefined
  readonly isLate: boolean
}

/** What such a number says, of times of so long a span. */
export function mapPlaceOf(at: Micros, span: number): MapPlace {
  const start = beginOf(at, span)
  const place = Math.floor((at - start) / 2)
  return { start, index: place === 0 ? undefined : place - 1, isLate: (at - start) % 2 === 1 }
}

/** SQL for the places of the groups that a summary is in, Default's included: a list of Int64. */
export const placesOfSummary = `arrayConcat(
          [toInt64(0)],
          arrayFilter(
            place -> place > 0,
            arrayMap(
              version -> transform(version, {group_versions:Array(UInt32)}, {group_places:Array(Int64)}, toInt64(0)),
              groups
            )
          )
        )`

/** The parameters of {@link placesOfSummary}. */
export function placesOf(groups: readonly MapGroup[]) {
  return {
    group_versions: groups.flatMap(({ versions }) => versions),
    group_places: groups.flatMap(({ versions }, index) => versions.map(() => placeOfGroup(index))),
  }
}
