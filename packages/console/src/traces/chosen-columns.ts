import { textChoice, useChoice } from '../view/choice.ts'
import { usualColumns } from './columns.ts'

const chosen = textChoice('roentgen.columns')

/** At most so many: each is cells in every row. */
const most = 30

/** The names of the columns that someone chose in this browser, in their order. */
export function useChosenColumns(): {
  readonly ids: readonly string[]
  readonly choose: (ids: readonly string[] | undefined) => void
} {
  const text = useChoice(chosen)
  return {
    ids: text === undefined ? usualColumns : readColumns(text),
    choose: (ids) => chosen.choose(ids === undefined ? undefined : writeColumns(ids)),
  }
}

export function writeColumns(ids: readonly string[]): string {
  return JSON.stringify(ids.slice(0, most))
}

/** The usual ones where the text is none of ours. */
export function readColumns(text: string): readonly string[] {
  try {
    const ids: unknown = JSON.parse(text)
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string').slice(0, most) : usualColumns
  } catch {
    return usualColumns
  }
}
