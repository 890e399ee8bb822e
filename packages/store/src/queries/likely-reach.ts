import type { Micros } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import { type Connection, shortAnswer } from '../connection.ts'
import { listFilterSettings } from '../filter-sql/filter-sql.ts'
import type { Window } from '../question.ts'
import { behindSql, directionOf, nextParameters, type OrderedQuestion, orders } from './ordered-question.ts'
import { spreadStretches } from './spread-stretches.ts'

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
    settings: { ...listFilterSettings, ...shortAnswer },
  }
  const [before, last] = (await connection.rows('ask', asked)).map((row) => {
    const cells = new Cells(row)
    return { value: cells.number(), keyTime: cells.micros() }
  })
  if (before === undefined || last === undefined) return undefined
  if (before.value !== last.value) return { value: last.value, keyTime: undefined }
  return { value: last.value, keyTime: farther(question, last, share) }
}

/**
 * Those of one value stand in the order of their keys. Where that begins, a stretch has all rows and not a share of them: what is wanted
 * reaches as much farther, but not beyond where the next stretch may begin.
 */
function farther(
  { set: { window }, descending, after }: OrderedQuestion,
  { value, keyTime }: { readonly value: number; readonly keyTime: Micros },
  share: number,
): Micros {
  const edge = descending ? window.end : window.start
  const from = after?.value === value ? after.keyTime : edge
  const reach = Math.min(Math.abs(keyTime - from) / share, (window.end - window.start) * share)
  const to = Math.round(descending ? from - reach : from + reach)
  return (descending ? Math.min(keyTime, to) : Math.max(keyTime, to)) as Micros
}
