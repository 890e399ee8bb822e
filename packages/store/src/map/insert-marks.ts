import type { Connection } from '../connection.ts'
import { isLate, type Place, slotOf } from './place.ts'

/**
 * Marks places: something counts there, or has left, that the rows of their times do not know. Only after the summaries
 * are durable. Again costs a recomputation and changes no answer.
 */
export async function insertMarks(connection: Connection, places: ReadonlySet<Place>): Promise<void> {
  if (places.size === 0) return
  const body = [...places].map((place) => `${slotOf(place)}\t${isLate(place) ? 1 : 0}\t1\n`).join('')
  await connection.insert({
    table: 'marks',
    columns: ['slot', 'late', 'marks'],
    format: 'TabSeparated',
    body: () => Buffer.from(body),
  })
}
