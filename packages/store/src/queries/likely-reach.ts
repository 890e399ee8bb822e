import type { Micros } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { listFilterSettings } from '../filter-sql/filter-sql.ts'
import type { Window } from '../question.ts'
import { behindSql, directionOf, nextParameters, type OrderedQuestion, orders } from './ordered-question.ts'
import { spreadStretches } from './spread-stretches.ts'

/**
 * It is worth a guess how far a page reaches: indexes know where traces start and how long they took, and of many with one value the
 * newest are found by their keys. No index knows those without a response time, which come first where the shortest do.
 */
export function isGuessable({ order, descending }: OrderedQuestion): boolean {
  return order !== 'responsetime' || descending
}

/** Up to where a page may reach. */
export interface Reach {
  readonly value: number
  /** Of many rows with this value, up to this key; undefined: all of the few that have it. */
  readonly keyTime: Micros | undefined
}

/** Parts of a window, and how many of all of its rows stand there, as a share. */
interface Sample {
  readonly stretches: readonly Window[]
  readonly share: number
}

/** To guess how far a page reaches, so many times as much as is wanted is guessed. */
const sampleSpare = 1.6

function sampleOf({ set: { window }, order, descending, after }: OrderedQuestion): Sample {
  if (order !== 'start') return { stretches: spreadStretches(window, 1 / 16), share: 1 / 16 }
  // Traces are received in the order in which they start, by and large: what comes next stands together.
  const length = Math.ceil((window.end - window.start) / 64)
  const [first, last] = [
    Math.max(window.start, after?.keyTime ?? 0),
    Math.min(window.end, (after?.keyTime ?? window.end) + 1),
  ]
  const next = descending ? { start: last - length, end: last } : { start: first, end: first + length }
  return { stretches: [{ start: next.start as Micros, end: next.end as Micros }], share: 1 }
}

/**
 * Where in the order may the last of the wanted rows stand? As in a part of the window.
 *
 * Cost: as of the candidates, for a sixteenth of the window. Sort key: key_time.
 */
function likelyLastSql(question: OrderedQuestion, stretches: readonly Window[]): string {
  const sampled = stretches.map(({ start, end }) => `key_time >= ${start} and key_time < ${end}`)
  const direction = directionOf(question)
  return `
select
  ${orders[question.order].sql} as value,
  key_time
from summaries
where ${[`(${sampled.join(' or ')})`, ...behindSql(question)].join('\n  and ')}
order by value ${direction}, key_time ${direction}
limit 2
offset {rank:UInt32}
`
}

/** undefined: too few rows are there to tell. */
export async function readLikelyLast(connection: Connection, question: OrderedQuestion): Promise<Reach | undefined> {
  const { stretches, share } = sampleOf(question)
  const rank = Math.ceil(question.limit * sampleSpare * share) - 1
  const asked = {
    sql: likelyLastSql(question, stretches),
    parameters: { ...nextParameters(question), rank },
    settings: listFilterSettings,
  }
  const [before, last] = (await connection.rows('ask', asked)).map((row) => {
    const cells = new Cells(row)
    return { value: cells.number(), keyTime: cells.micros() }
  })
  if (before === undefined || last === undefined) return undefined
  return before.value === last.value ? last : { value: last.value, keyTime: undefined }
}
