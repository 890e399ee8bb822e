import type { Micros } from '@roentgen/trace'
import type { Connection } from '../connection.ts'

/**
 * Marks minutes: something counts in them, or has left them, that their rows do not know. Only after the summaries are
 * durable. Again costs a recomputation and changes no answer.
 */
export async function insertMarks(connection: Connection, minutes: ReadonlySet<Micros>): Promise<void> {
  if (minutes.size === 0) return
  const body = [...minutes].map((minute) => `${minute}\t1\n`).join('')
  await connection.insert({
    table: 'marks',
    columns: ['minute', 'marks'],
    format: 'TabSeparated',
    body: () => Buffer.from(body),
  })
}
