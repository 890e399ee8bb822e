import type { Micros } from '@roentgen/trace'
import type { Window } from '../question.ts'

/** So many that no part of a day is left out, and so few that each is many rows in a row, and a question stays short. */
const stretches = 16

/** Stretches that make up this share of a window, spread evenly over it. */
export function spreadStretches({ start, end }: Window, share: number): readonly Window[] {
  const length = end - start
  return Array.from({ length: stretches }, (_, number) => {
    const from = start + (length * number) / stretches
    return {
      start: Math.floor(from) as Micros,
      end: Math.ceil(from + (length * Math.min(1, share)) / stretches) as Micros,
    }
  })
}
