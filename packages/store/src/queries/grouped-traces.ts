import type { Connection } from '../connection.ts'
import type { GroupedTraces, GroupQuestion } from './group-question.ts'
import { type KnownOfGroups, readByNumber } from './grouped-by-number.ts'
import { readByText } from './grouped-by-text.ts'

/** Of all traces of the set by their values of a key. By number where the order of texts and what is in them do not matter. */
export async function readGroupedTraces(
  connection: Connection,
  known: KnownOfGroups,
  question: GroupQuestion,
): Promise<GroupedTraces> {
  const { order, contains } = question
  if (order === 'value' || contains !== '') return readByText(connection, question)
  return (await readByNumber(connection, known, { ...question, order })) ?? readByText(connection, question)
}
